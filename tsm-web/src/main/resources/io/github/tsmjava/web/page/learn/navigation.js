import {atEnd, byId} from './dom.js';

/** Marks the scene that is read. */
export function navigation() {
  const links = [...document.querySelectorAll('.scenes a')];
  const current = scene =>
    links.forEach(link => {
      if (link.hash === '#' + scene.id) {
        link.setAttribute('aria-current', 'true');
        const list = link.closest('ol');
        list.scrollLeft = link.offsetLeft - list.clientWidth / 2;
      } else {
        link.removeAttribute('aria-current');
      }
    });
  const observer = new IntersectionObserver(
    entries => {
      entries.filter(entry => entry.isIntersecting).forEach(entry => current(entry.target));
    },
    {rootMargin: '-40% 0px -55% 0px'}
  );
  document.querySelectorAll('.scene').forEach(scene => observer.observe(scene));
  atEnd(() => observer.disconnect());
}

/** Lets a link move the keyboard to its scene, too. */
export function keyboard() {
  document
    .querySelectorAll('.scenes a')
    .forEach(link => link.addEventListener('click', () => byId(link.hash.slice(1)).focus({preventScroll: true})));
}
