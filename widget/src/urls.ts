import type { Service } from "./protocol";

/** An address on the web that is safe to link to, or null. */
export function webAddress(url: string): string | null {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

/** What a telephone dials: "1-800-4-CANCER (free)" has none of its letters. */
export function telephone(number: string): string {
  const dialled = number.replace(/\(.*?\)/g, "").replace(/[^\d+]/g, "");
  return `tel:${dialled}`;
}

/** Fills `{destination}`, `{lat}` and `{lon}` into the page that shows the way to a centre. */
export function directions(pattern: string, service: Service): string | null {
  const values: Record<string, string> = {
    destination: `${service.name}, ${service.address}`,
    lat: String(service.lat),
    lon: String(service.lon),
  };
  return webAddress(pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? "")));
}
