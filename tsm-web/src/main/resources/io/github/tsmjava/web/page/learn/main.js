import {clipScene} from './clip.js';
import {orderScene} from './order.js';
import {gridScene} from './grid.js';
import {sumScene} from './sum.js';
import {equivalentTable} from './equivalent.js';
import {placeScene} from './place.js';
import {freeScene, tellTimes} from './free.js';
import {streamScene} from './stream.js';
import {matterScene} from './matter.js';
import {oppositesScene} from './opposites.js';
import {confusionsScene} from './confusions.js';
import {linkDocuments} from './documents.js';
import {keyboard, navigation} from './navigation.js';
import {beginAgain, best, byId, count, fill, onceSeen, percent} from './dom.js';
import {unpack} from './numbers.js';

const inside = document.getElementById('data');
/** The scenes before there is anything in them. */
const empty = document.querySelector('main').cloneNode(true);
let times = null;

/** Asks the server. */
async function fetched(path) {
  return (await fetch(`/api/${path}${location.search}`)).json();
}

function prose(data) {
  const {network, clip, block} = data;
  const answer = index => network.labels[best(data.orders[index].shifted.probabilities)];
  fill('clip', clip.name);
  fill('network', network.name);
  fill('parameters', count(network.parameters));
  fill('macs', Math.round(network.multiplyAdds / 1e6));
  fill('frames', clip.frames);
  fill('forwards', answer(0));
  fill(
    'clip-turned',
    answer(0) === answer(1)
      ? 'Play it backwards. The pictures are the same. This gesture looks alike both ways, ' +
          `and the network still says ${answer(1)}.`
      : `Play it backwards. The pictures are the same. But now it is a ${answer(1)}, and the network says so.`
  );
  fill('channels', block.channels);
  fill('moving', block.moving);
  fill(
    'grid-kind',
    network.mode === 'online'
      ? 'This network was made for streams, so it looks back only. Most published ones look both ways, with an eighth ' +
          'of the channels each. Try that, too.'
      : ''
  );
  fill('shifted', network.blocks.length);
  const usual = data.orders[0].shifted;
  const label = best(usual.probabilities);
  fill(
    'overwritten',
    `We let our shift write over its input in the same way: in this clip, the score of ${network.labels[label]} goes ` +
      `from ${percent(usual.probabilities[label])} to ${percent(block.overwritten.probabilities[label])}.`
  );
}

/** Fills the page with the numbers of a clip, in place of those of another one. */
export function show(data) {
  beginAgain();
  document.querySelector('main').replaceWith(empty.cloneNode(true));
  const maps = unpack(data.block, data.clip.frames);
  prose(data);
  clipScene(data);
  orderScene(data);
  gridScene(data, maps);
  sumScene(data, maps);
  equivalentTable(data);
  placeScene(data, maps);
  freeScene(data);
  streamScene(data);
  matterScene(data);
  oppositesScene(data);
  confusionsScene(data);
  document.querySelectorAll('[data-of-drawn]').forEach(place => {
    place.hidden = !data.drawn;
  });
  linkDocuments();
  navigation();
  if (inside) tellTimes(data.times);
  else onceSeen(byId('place-title'), measure);
  document.documentElement.dataset.ready = 'true';
}

/** Lets the server measure, once, which takes it some seconds; before the reader comes to the figure. */
async function measure() {
  times ??= fetched('times');
  tellTimes(await times);
}

/** To the scene that the address names: before, there was nothing in it. */
function goToScene() {
  byId(location.hash.slice(1))?.scrollIntoView();
}

/** What the page is about at first: from the page itself if it is a file, else from the server. */
export const first = inside ? Promise.resolve(JSON.parse(inside.textContent)) : fetched('learn');

keyboard();
first.then(show).then(goToScene);
