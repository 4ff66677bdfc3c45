// The page is complete without this: it only opens the contents where there is room beside the text.
const contents = document.querySelector("nav > details");
const wide = matchMedia("(min-width: 68rem)");
const follow = () => { if (contents && wide.matches) contents.open = true; };
wide.addEventListener("change", follow);
follow();
