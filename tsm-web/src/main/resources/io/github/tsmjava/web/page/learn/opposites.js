import {byId, choice, el, range} from './dom.js';

/** Scene 8, second part: clips of opposite gestures, each played forwards and backwards, and which of them go wrong. */
export function oppositesScene({drawn, clip}) {
  const root = byId('opposites-figure');
  if (!drawn) return;
  const rows = drawn.pairs.map(pair => row(pair, clip.frames));
  const show = kind => rows.forEach(r => r.show(kind));
  root.append(
    choice(
      'The network',
      'opposites',
      [
        ['with', 'with the shift'],
        ['without', 'its twin without']
      ],
      'without',
      show
    ),
    ...rows.map(r => r.root)
  );
  show('without');
}

function row({gestures, clips}, frames) {
  const plays = clips.flatMap(clip =>
    range(2).map(turned => {
      const truth = turned === 0 ? clip.shown : 1 - clip.shown;
      const film =
        `--film:url(${clip.film});--frames:${frames};` + (turned === 0 ? '' : 'animation-direction:reverse;');
      const root = el(
        'li',
        {role: 'img'},
        el('span', {class: 'film-strip', style: film}),
        el('span', {class: 'turn', 'aria-hidden': 'true', text: turned === 0 ? '▶' : '◀'})
      );
      return {
        root,
        show(kind) {
          const answer = clip[kind][turned];
          root.toggleAttribute('data-wrong', answer !== truth);
          root.title =
            `${gestures[clip.shown]}, played ${turned === 0 ? 'forwards' : 'backwards'}: ` +
            `the network says ${gestures[answer]}, ${answer === truth ? 'right' : 'wrong'}`;
          root.setAttribute('aria-label', root.title);
          return answer === truth;
        }
      };
    })
  );
  const count = el('span', {class: 'quiet', 'aria-live': 'polite'});
  return {
    root: el(
      'div',
      {class: 'opposites'},
      el('h3', {text: `${gestures[0]} or ${gestures[1]}?`}),
      count,
      el('ol', {}, ...plays.map(play => play.root))
    ),
    show(kind) {
      const right = plays.map(play => play.show(kind)).filter(isRight => isRight).length;
      count.textContent = `${right} of ${plays.length} right`;
    }
  };
}
