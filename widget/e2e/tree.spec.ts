import { expect, test } from "./fixtures";

test("the panel as a screen reader finds it", async ({ chat, page, server }) => {
  await page.goto(server.url);
  await expect(page.locator("shipmate-chat")).toMatchAriaSnapshot(`- button "Ask Shipmate"`);
  await chat.launcher.click();
  await expect(page.locator("shipmate-chat")).toMatchAriaSnapshot(`
    - dialog "Shipmate":
      - heading "Shipmate" [level=2]
      - paragraph: Cancer care, explained
      - button "Options"
      - button "Close"
      - paragraph:
        - text: Not medical advice
        - link "Emergency? Call 000":
          - /url: tel:000
      - status
      - region "Conversation":
        - paragraph: /Hello, I am Shipmate/
        - paragraph: /Ask in your own words/
        - list "Questions to start with":
          - listitem:
            - button "What is medical oncology?"
          - listitem:
            - button "What happens on my first visit?"
          - listitem:
            - button "What are the side effects of chemotherapy?"
          - listitem:
            - button "Find a centre near me"
        - paragraph: /Please leave out names/
        - list
        - status
      - status
      - log
      - alert
      - text: Your question
      - textbox "Your question":
        - /placeholder: Type your question
      - button "Send"
  `);
});

test("an answer as a screen reader finds it", async ({ chat, server }) => {
  await chat.open(server.url);
  await chat.ask("What are the side effects of chemotherapy?");
  await expect(chat.transcript.getByRole("listitem").filter({ hasText: "Shipmate says:" })).toMatchAriaSnapshot(`
    - listitem:
      - text: "Shipmate says:"
      - article:
        - heading "Side effects of chemotherapy" [level=3]
        - group: /\\d+ sources\\. Not yet reviewed by a clinician/
        - paragraph: /This is information only, not medical advice/
        - group "Did this help?":
          - button "Yes"
          - button "No"
        - status
      - button "Simpler"
      - button "Tell me more"
      - list "Read next":
        - listitem:
          - button
  `);
});

test("an emergency as a screen reader finds it", async ({ chat, server }) => {
  await chat.open(server.url);
  const urgent = await chat.ask("I have crushing chest pain and cannot breathe");
  await expect(urgent).toMatchAriaSnapshot(`
    - article:
      - heading "Get help now" [level=3]
      - group "Telephone numbers":
        - link "Call 000":
          - /url: tel:000
      - paragraph:
        - strong:
          - text: Call
          - link "000":
            - /url: tel:000
      - paragraph: /This is information only/
  `);
});

test("the options as a screen reader finds them", async ({ chat, server }) => {
  await chat.open(server.url);
  await chat.ask("What is immunotherapy?");
  await chat.panel.getByRole("button", { name: "Options" }).click();
  await expect(chat.panel.locator("shipmate-options")).toMatchAriaSnapshot(`
    - button "Options" [expanded]
    - group "Text size":
      - radio "Normal" [checked]
      - radio "Large"
      - radio "Largest"
    - separator
    - heading "Keep this conversation" [level=3]
    - button "Copy"
    - button "Print"
    - button "Save as a file"
    - separator
    - button "Start again"
    - button "Delete my conversation"
  `);
});
