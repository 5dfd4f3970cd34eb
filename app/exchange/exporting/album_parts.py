"""The looks and the script of an album's page. No text of a library comes in here."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --back: #fafafa; --fore: #1c1c1e; --pale: #6b6b70; --line: #d8d8dc;
  --chosen: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --back: #161618; --fore: #f0f0f2; --pale: #a0a0a6; --line: #3a3a3e; --chosen: #7db0ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--fore); font: 16px/1.45 system-ui, sans-serif; }
header, nav, main { margin: 0 auto; max-width: 110rem; padding: 0 1.25rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.6rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
header p { color: var(--pale); margin: 0 0 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem; padding-bottom: 1.25rem; }
nav button { align-items: center; background: none; border: 0; border-radius: .75rem; color: inherit;
  cursor: pointer; display: flex; flex-direction: column; font: inherit; font-size: .85rem; padding: .5rem;
  width: 6.5rem; }
nav button span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav small { color: var(--pale); }
nav .cover { align-items: center; background: var(--line); border: 3px solid transparent; border-radius: 50%;
  display: flex; font-size: 1.5rem; height: 4.5rem; justify-content: center; object-fit: cover;
  width: 4.5rem; }
nav button:hover .cover { border-color: var(--line); }
nav button[aria-pressed="true"] .cover { border-color: var(--chosen); }
nav button[aria-pressed="true"] { color: var(--chosen); font-weight: 600; }
main { display: flex; flex-wrap: wrap; gap: .75rem; padding-bottom: 3rem; }
main::after { content: ""; flex-grow: 1000000; }
article { flex: calc(var(--ratio) * 100) 1 calc(var(--ratio) * 13rem); max-width: calc(var(--ratio) * 24rem);
  min-width: 9rem; position: relative; }
article[hidden] { display: none; }
article a { display: block; position: relative; }
article a img { background: var(--line); border-radius: .35rem; display: block; height: auto; width: 100%; }
.video { background: rgba(0, 0, 0, .67); border-radius: 1rem; bottom: .4rem; color: #fff; font-size: .75rem;
  font-style: normal; left: .4rem; line-height: 1; padding: .3rem .5rem; position: absolute; }
.line { color: var(--pale); column-gap: .5rem; display: flex; flex-wrap: wrap; font-size: .85rem;
  margin: .25rem 0 .5rem; overflow-wrap: anywhere; }
.line span { color: var(--fore); }
.line span:empty { display: none; }
.line time { white-space: nowrap; }
#view .line { color: #a8a8ae; justify-content: center; margin: 0; }
#view .line span { color: #f0f0f2; }
.also { display: none; }
#view .also { display: block; color: #c8c8cc; }
.face { border: 2px solid transparent; border-radius: .35rem; pointer-events: none; position: absolute; }
article .face { display: none; }
.face b { background: rgba(0, 0, 0, .72); border-radius: .35rem; color: #fff; font-size: .85rem;
  font-weight: 500; left: 50%; max-width: 14rem; opacity: 0; overflow: hidden; padding: .1rem .45rem;
  position: absolute; text-overflow: ellipsis; top: calc(100% + .25rem); transform: translateX(-50%);
  white-space: nowrap; }
#view .face { pointer-events: auto; }
#view .face:hover, #frame.named .face { border-color: rgba(255, 255, 255, .9); }
#view .face:hover b, #frame.named .face b { opacity: 1; }
:focus-visible { outline: 3px solid var(--chosen); outline-offset: 2px; }
#view { align-items: center; background: #0b0b0c; color: #f0f0f2; display: flex; inset: 0;
  justify-content: center; position: fixed; }
#view[hidden] { display: none; }
#view figure { margin: 0; max-width: 100%; text-align: center; }
#frame { display: inline-block; position: relative; }
#frame img { display: block; height: auto; max-height: calc(100vh - 4.5rem); max-width: 100vw; width: auto; }
#caption { min-height: 3rem; padding: .75rem 4rem; }
#view > button { background: rgba(0, 0, 0, .45); border: 0; border-radius: 50%; color: #fff; cursor: pointer;
  font: 2rem/1 system-ui, sans-serif; height: 3rem; position: absolute; width: 3rem; z-index: 1; }
#view > button:hover { background: rgba(90, 90, 90, .8); }
#close { right: 1rem; top: 1rem; }
#before { left: 1rem; }
#after { right: 1rem; }
@media print { nav, #view { display: none; } article { break-inside: avoid; } }
"""

SCRIPT: Final = """
'use strict';
(() => {
  const all = Array.from(document.querySelectorAll('article'));
  const people = Array.from(document.querySelectorAll('nav button'));
  const view = document.getElementById('view');
  const frame = document.getElementById('frame');
  const caption = document.getElementById('caption');
  const rest = Array.from(document.body.children).filter(one => one !== view);
  let shown = null;

  const visible = () => all.filter(one => !one.hidden);

  function choose(button) {
    for (const one of people) one.setAttribute('aria-pressed', String(one === button));
    const person = button.dataset.person;
    for (const one of all) one.hidden = person !== '' && !one.dataset.people.split(' ').includes(person);
  }

  function show(article) {
    shown = article;
    frame.replaceChildren(article.querySelector('template').content.cloneNode(true));
    for (const face of article.querySelectorAll('.face')) frame.append(face.cloneNode(true));
    const lines = Array.from(article.querySelectorAll('.line, .also'));
    caption.replaceChildren(...lines.map(one => one.cloneNode(true)));
    if (view.hidden) {
      view.hidden = false;
      for (const one of rest) one.inert = true;
      document.body.style.overflow = 'hidden';
      document.getElementById('close').focus();
    }
  }

  function close() {
    view.hidden = true;
    frame.replaceChildren();
    for (const one of rest) one.inert = false;
    document.body.style.overflow = '';
    const link = shown.querySelector('a');
    link.focus();
    link.scrollIntoView({block: 'nearest'});
    shown = null;
  }

  function go(by) {
    const some = visible();
    show(some[(some.indexOf(shown) + by + some.length) % some.length]);
  }

  for (const article of all) {
    article.querySelector('a').addEventListener('click', event => { event.preventDefault(); show(article); });
  }
  for (const button of people) button.addEventListener('click', () => choose(button));
  document.getElementById('close').addEventListener('click', close);
  document.getElementById('before').addEventListener('click', () => go(-1));
  document.getElementById('after').addEventListener('click', () => go(1));
  view.addEventListener('click', event => { if (event.target === view) close(); });
  document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (shown !== null) {
      const some = visible();
      const act = {
        ArrowRight: () => go(1), ArrowLeft: () => go(-1), Home: () => show(some[0]),
        End: () => show(some[some.length - 1]), Escape: close,
        n: () => frame.classList.toggle('named'),
      }[event.key];
      if (act) { event.preventDefault(); act(); }
      if (event.key === 'Tab') {
        const keys = Array.from(view.querySelectorAll('button'));
        const last = keys.length - 1;
        const at = keys.indexOf(document.activeElement);
        if (event.shiftKey ? at === 0 : at === last) {
          event.preventDefault();
          keys[event.shiftKey ? last : 0].focus();
        }
      }
      return;
    }
    const links = visible().map(one => one.querySelector('a'));
    const at = links.indexOf(document.activeElement);
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (at >= 0 && step && links[at + step]) { event.preventDefault(); links[at + step].focus(); }
  });
})();
"""
