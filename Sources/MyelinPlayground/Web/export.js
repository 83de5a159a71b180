// The network taken along: as Swift code, as a .keras file, as a link.

async function copy(button, text) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copying is not allowed";
  }
  setTimeout(() => (button.textContent = label), 1400);
}

export function offerExports(server) {
  const dialog = document.getElementById("code");
  const text = document.getElementById("code-text");
  document.getElementById("show-code").addEventListener("click", async () => {
    text.textContent = await server.code();
    dialog.showModal();
  });
  document.getElementById("copy-code").addEventListener("click", (event) => copy(event.target, text.textContent));
  document.getElementById("copy-link").addEventListener("click", (event) => copy(event.target, location.href));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
