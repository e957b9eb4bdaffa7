// Adds the turn that the server answered with to the conversation. Only the new turn travels, however long the talk is.
(turn, conversation) => {
  const earlier = conversation || [];
  if (!turn || !turn.answer) return [earlier];
  const message = (role, html, options) => ({
    role, content: [{ type: "text", text: html }], metadata: null,
    options: options ? options.map((question) => ({ value: question, label: question })) : null,
  });
  // A reader begins at the question, not at the end of the last source.
  setTimeout(() => {
    const rows = document.querySelectorAll("#conversation .user-row");
    const scroller = document.querySelector("#conversation [role=log]");
    if (!rows.length || !scroller) return;
    const last = rows[rows.length - 1];
    scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }, 60);
  return [[...earlier, message("user", turn.question), message("assistant", turn.answer, turn.options)]];
}
