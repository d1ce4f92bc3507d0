/** On every page: what was refused is the first thing that one hears, so the focus goes there. */
document.querySelector("[data-focus]")?.focus();
