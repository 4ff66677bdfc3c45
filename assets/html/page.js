"use strict";
// The page is complete without this. It opens the contents where there is room beside the text, marks the section that
// is being read, lets code be copied, and takes what need not be scrolled out of the keyboard's way.
document.documentElement.classList.add("scripted");

const nav = document.querySelector("nav.contents");
const contents = nav && nav.querySelector("details");
const wide = matchMedia("(min-width: 68rem)");
if (contents) {
  const arrange = () => { contents.open = wide.matches; };
  wide.addEventListener("change", arrange);
  arrange();
  contents.addEventListener("click", (event) => {
    if (!wide.matches && event.target.closest("a")) contents.open = false;
  });

  const place = (link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) });
  const places = [...nav.querySelectorAll("a")].map(place).filter(({ heading }) => heading);
  let current = null;
  const mark = () => {
    let low = 0, high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].heading.getBoundingClientRect().top > 160) high = middle; else low = middle + 1;
    }
    const next = low > 0 ? places[low - 1].link : null;
    if (next === current) return;
    if (current) current.removeAttribute("aria-current");
    current = next;
    if (!next) return;
    next.setAttribute("aria-current", "location");
    if (wide.matches) reveal(nav);
  };
  // Scrolls the contents, and them alone, to the section that is being read.
  const reveal = (area) => {
    if (!current) return;
    const box = current.getBoundingClientRect(), frame = area.getBoundingClientRect();
    if (box.top < frame.top + 48 || box.bottom > frame.bottom - 48) {
      area.scrollTop += box.top - frame.top - frame.height / 3;
    }
  };
  contents.addEventListener("toggle", () => {
    if (contents.open && !wide.matches) reveal(contents.querySelector("ol"));
  });
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
}

const said = document.createElement("span");
said.className = "said";
said.setAttribute("role", "status");
document.querySelector("main").append(said);
const copied = async (pre) => {
  try {
    await navigator.clipboard.writeText(pre.textContent);
    return true;
  } catch {
    // Without a server some browsers only copy what is selected.
    getSelection().selectAllChildren(pre);
    return document.execCommand("copy");
  }
};
for (const block of document.querySelectorAll(".code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy code");
  button.addEventListener("click", async () => {
    const done = await copied(block.querySelector("pre"));
    said.textContent = done ? "Copied" : "Not copied";
    button.textContent = said.textContent;
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  });
  block.append(button);
}

const areas = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0; else target.removeAttribute("tabindex");
  }
});
for (const area of document.querySelectorAll("pre, .table-wrap, div.formula")) areas.observe(area);

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details:not([open], .diagram-source)")) {
    folded.open = true;
    addEventListener("afterprint", () => { folded.open = false; }, { once: true });
  }
});
