import {clipScene} from './clip.js';
import {orderScene} from './order.js';
import {gridScene} from './grid.js';
import {sumScene} from './sum.js';
import {equivalentTable} from './equivalent.js';
import {placeScene} from './place.js';
import {freeScene} from './free.js';
import {streamScene} from './stream.js';
import {matterScene} from './matter.js';
import {navigation} from './navigation.js';
import {best, count, fill, percent} from './dom.js';
import {unpack} from './numbers.js';

/** From the page itself if it is a file, else from the server. */
async function load() {
  const inside = document.getElementById('data');
  return inside ? JSON.parse(inside.textContent) : (await fetch(`/api/learn${location.search}`)).json();
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
  fill('block', block.name);
  fill('map', `${block.height} × ${block.width}`);
  fill('moving', block.moving);
  fill('shifted', network.blocks.length);
  const usual = data.orders[0].shifted;
  const label = best(usual.probabilities);
  fill(
    'overwritten',
    `We let our shift write over its input in the same way: ${network.labels[label]} goes from ` +
      `${percent(usual.probabilities[label])} to ${percent(block.overwritten.probabilities[label])}.`
  );
}

async function start() {
  const data = await load();
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
  navigation();
  document.documentElement.dataset.ready = 'true';
}

start();
