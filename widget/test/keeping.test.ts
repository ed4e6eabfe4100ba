import { expect, it } from "vitest";
import { keep } from "../src/keeping";
import { en } from "../src/strings/en";
import { spoken } from "../src/spoken";
import { said } from "../src/timeline";
import { directions, telephone, webAddress } from "../src/urls";
import { outgoing, reply } from "./samples";

const source = { title: "Chemo", publisher: "A publisher", url: "https://example.org" };

it("copies the conversation with disclaimer and sources", async () => {
  let copied = "";
  Object.assign(navigator, { clipboard: { writeText: async (text: string) => void (copied = text) } });
  const entries = [
    said(outgoing("a", "How long?"), "answered"),
    { kind: "answered" as const, id: "a-0", reply: reply("a-0", { sources: [source] }) },
  ];
  expect(await keep("copy", entries, "Shipmate", en)).toBe(en.copied);
  expect(copied).toContain("You: How long?\n\nShipmate: How long chemotherapy takes\n\nIt differs.\n\nThis is information only.");
  expect(copied).toContain("- Chemo, A publisher: https://example.org");
});

it("says so when the browser does not allow copying", async () => {
  Object.assign(navigator, { clipboard: { writeText: () => Promise.reject(new Error("denied")) } });
  expect(await keep("copy", [], "Shipmate", en)).toBe(en.copyFailed);
});

it("is announced with its care block and the count of its buttons, without the small print", () => {
  const text = spoken(reply("a", { care: "**Call us** now.", buttons: [{ title: "More", payload: "/ask_more" }] }), "Shipmate", en);
  expect(text).toBe("Shipmate says:\nHow long chemotherapy takes\nIt differs.\nCall us now.\n1 button follows.");
});

it("is announced as urgent", () => {
  expect(spoken(reply("a", { outcome: "urgent", title: null, body: "Call 000 now." }), "Shipmate", en)).toMatch(/^Get help now\n/);
});

it.each([
  ["13 11 14", "tel:131114"],
  ["+61 2 9000 0000", "tel:+61290000000"],
  ["1-800-422-6237 (1-800-4-CANCER)", "tel:18004226237"],
])("dials %s", (number, address) => expect(telephone(number)).toBe(address));

it.each(["javascript:alert(1)", "data:text/html,x", "not an address", ""])("does not link to %s", (address) => {
  expect(webAddress(address)).toBeNull();
});

it("asks the way to an address, with nothing in it left open", () => {
  const service = { name: "Centre & Co", address: "1 High St", phone: null, website: null, km: 1, lat: -33.5, lon: 151 };
  expect(directions("https://maps.example/?to={destination}&at={lat},{lon}", service)).toBe(
    "https://maps.example/?to=Centre%20%26%20Co%2C%201%20High%20St&at=-33.5,151",
  );
});
