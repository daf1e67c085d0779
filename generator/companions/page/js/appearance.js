// Colours and size of type, where the learner wants others than the device has.

/**
 * @param {HTMLElement} root
 * @param {ReturnType<import("./store.js").openStore>} store
 */
export function connectAppearance(root, store) {
  const kept = store.read();
  for (const list of root.querySelectorAll("select")) {
    const apply = () => { document.documentElement.dataset[list.name] = list.value; };
    if ([...list.options].some((option) => option.value === kept[list.name])) list.value = kept[list.name];
    apply();
    list.addEventListener("change", () => {
      apply();
      store.write({ [list.name]: list.value });
    });
  }
  root.hidden = false;
}
