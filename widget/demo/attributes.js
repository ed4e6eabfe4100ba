// Changes the chat on this page when a button is pressed, and shows the tag that does the same.
const chat = document.querySelector("shipmate-chat");
const tag = document.querySelector("#tag");
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

function show() {
  const attributes = [...chat.attributes].filter(({ name }) => name !== "open");
  tag.textContent = `<shipmate-chat${attributes.map(({ name, value }) => `\n  ${name}="${escape(value)}"`).join("")}></shipmate-chat>`;
}

function apply(button) {
  const { kind } = button.closest("fieldset").dataset;
  if (kind === "look") document.body.className = button.dataset.look;
  else if (button.dataset.value === undefined) chat.removeAttribute(kind);
  else chat.setAttribute(kind, button.dataset.value);
}

for (const button of document.querySelectorAll(".looks button")) {
  button.addEventListener("click", () => {
    for (const other of button.parentElement.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    apply(button);
    show();
  });
}

show();
