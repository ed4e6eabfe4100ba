/** Two decimals of a degree are about a kilometre; nothing finer leaves the browser. */
const rounded = (degrees: number): number => Math.round(degrees * 100) / 100;

/**
 * Asks the browser where the person is, which asks the person.
 *
 * @returns the message for the server, or null where the person or the browser says no
 */
export async function shareableLocation(): Promise<string | null> {
  const position = await new Promise<GeolocationPosition | null>((found) => {
    const browser = navigator.geolocation as Geolocation | undefined; // only there on secure pages
    if (!browser) return found(null);
    browser.getCurrentPosition(found, () => found(null), { timeout: 15_000, maximumAge: 600_000 });
  });
  if (!position) return null;
  const { latitude, longitude } = position.coords;
  return `/share_location${JSON.stringify({ latitude: rounded(latitude), longitude: rounded(longitude) })}`;
}
