import { describe, expect, it } from "vitest";
import { plain, rendered } from "../src/markdown";

const text = (markdown: string) => rendered(markdown, []).textContent?.trim();
const markup = (markdown: string, numbers: string[] = []) => rendered(markdown, numbers).innerHTML.trim();

describe("figures and signs are shown as written", () => {
  it.each([
    "2*5 mg and 3*5 mg",
    "2 * 5 mg * 3",
    "*5 mg*",
    "2**3 and 4**5",
    "a_b_c and _5_ and __6__",
    "> 38 °C",
    "temperature > 38 and oxygen < 92",
    "< 92 %",
    "<92 and >38",
    "[urgent]",
    "[urgent]: call us",
    "[1] and [x](y)",
    "# 3 tablets",
    "`10 ml`",
    "~~5~~ mg",
    "| 1 | 2 |",
    "5 mg &lt; 10 mg &amp; more",
    "---",
    "5 \\* 3",
  ])("%s", (written) => {
    expect(text(written)).toBe(written);
  });

  it("keeps a sign at the beginning of a second line", () => {
    expect(text("Call us when it is\n> 38 °C\n===")).toBe("Call us when it is\n> 38 °C\n===");
  });

  it("keeps four spaces before a dose", () => {
    expect(text("    5 mg")).toBe("5 mg");
    expect(markup("    5 mg")).not.toContain("<code>");
  });
});

describe("what cards use", () => {
  it("bold", () => {
    expect(markup("**Call us** now")).toBe("<p><strong>Call us</strong> now</p>");
  });

  it("bold that ends with a sign", () => {
    expect(markup("**Is it 38 °C or higher?** Call.")).toContain("<strong>Is it 38 °C or higher?</strong>");
  });

  it("lists", () => {
    const box = rendered("Take:\n\n- one\n- two\n\n1. first\n2. second", []);
    expect([...box.querySelectorAll("ul > li")].map((item) => item.textContent)).toEqual(["one", "two"]);
    expect([...box.querySelectorAll("ol > li")].map((item) => item.textContent)).toEqual(["first", "second"]);
  });

  it("a list right after a line, as in the cards", () => {
    expect(rendered("**What you can do:**\n- one\n- two", []).querySelectorAll("li")).toHaveLength(2);
  });

  it("links to the web, apart from the page", () => {
    const link = rendered("[Cancer Council](https://example.org/a?b=1&c=2)", []).querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.org/a?b=1&c=2");
    expect(link?.rel).toBe("noopener noreferrer");
    expect(link?.target).toBe("_blank");
  });

  it("bare addresses, without the full stop", () => {
    const link = rendered("See https://example.org/page.", []).querySelector("a");
    expect(link?.textContent).toBe("https://example.org/page");
  });
});

describe("hostile text stays text", () => {
  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt:alert(1))",
    "[press](data:text/html,<script>alert(1)</script>)",
    "[press](vbscript:x)",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<javascript:alert(1)>",
  ])("%s", (hostile) => {
    const box = rendered(hostile, []);
    expect(box.querySelectorAll("script, img, a, iframe, style")).toHaveLength(0);
    expect(box.textContent?.trim()).toBe(hostile);
  });

  it("loads no picture", () => {
    expect(rendered("![x](https://example.org/x.png)", []).querySelector("img")).toBeNull();
  });

  it("10,000 characters are shown in time", () => {
    const began = performance.now();
    const hostile = "2*5[<b>".repeat(1429);
    expect(text(hostile) === hostile).toBe(true);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("telephone numbers", () => {
  it("become links", () => {
    const links = rendered("Call **13 11 14** or 000, or 1800 022 222.", ["000", "13 11 14", "1800 022 222"]).querySelectorAll("a");
    expect([...links].map((link) => link.getAttribute("href"))).toEqual(["tel:131114", "tel:000", "tel:1800022222"]);
  });

  it("are not seen inside other figures", () => {
    expect(markup("1,000 ml, 30 000 steps, 2000, 000 5", ["000"])).not.toContain("<a");
  });

  it("are dialled without what stands in brackets", () => {
    expect(markup("Call 988 (call or text).", ["988 (call or text)"])).toContain('href="tel:988"');
  });
});

it("says a list to a screen reader line by line", () => {
  expect(plain("**Tell them:**\n- one\n- two")).toBe("Tell them:\none\ntwo");
});
