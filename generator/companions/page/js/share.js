// Passing the lesson on: the device's own way to share, or the page's address to paste.

/** @param {HTMLElement} root */
export function connectShare(root) {
  const button = root.querySelector("button");
  const status = root.querySelector("[role=status]");
  const link = document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
  root.hidden = false;
  if (!navigator.share) button.textContent = "Copy the link";
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title: document.title, url: link });
        return;
      }
      await navigator.clipboard.writeText(link);
      status.textContent = "The link is copied.";
    } catch (problem) {
      if (problem?.name === "AbortError") return;
      status.textContent = `Copy this address: ${link}`;
    }
  });
}
