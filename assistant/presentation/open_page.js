// Runs once when the page opens.
() => {
  document.documentElement.lang = navigator.language;
  // The chat names each message by its HTML source; a screen reader should read the message itself.
  const unname = () => document.querySelectorAll("#conversation [data-testid=bot][aria-label], #conversation [data-testid=user][aria-label]")
    .forEach((message) => message.removeAttribute("aria-label"));
  new MutationObserver(unname).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
}
