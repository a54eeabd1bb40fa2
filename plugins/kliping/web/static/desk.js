// Inside Airflow's frame, a link to Airflow itself opens in the frame's parent, not in the frame.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-host]");
  if (!link || window.parent === window) return;
  event.preventDefault();
  const outer = window.parent.document.createElement("a");
  outer.href = link.href;
  outer.click();
});
// One tick for all pages of a cause.
document.addEventListener("change", (event) => {
  const all = event.target.closest("input[data-all]");
  if (!all) return;
  for (const one of all.closest("form").querySelectorAll("input[name=id]")) one.checked = all.checked;
});
