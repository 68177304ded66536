/** The script of the page: a form for the columns of a model, and the prediction of what is in it. */

/** Puts data into the page as text alone. */
export const SCRIPT = `'use strict';
const $ = (id) => document.getElementById(id);
const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const givenToken = () => $('token').value.trim();
const ask = async (path, body) => {
  const token = givenToken();
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token && { authorization: 'Bearer ' + token }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) {
    const error = new Error(answer.error.message);
    error.status = response.status;
    error.problems = answer.error.problems;
    throw error;
  }
  return answer;
};
const address = (name) => '/v1/models/' + encodeURIComponent(name);
let model;
/** Whether the service asks for no token, as far as is known. */
let isOpen = false;

const say = (text) => {
  $('message').textContent = text;
  $('message').hidden = text === '';
};
const failed = (error) => {
  say(error.problems?.map((each) => each.message).join('\\n') ?? error.message);
  $('answer').hidden = true;
  if (error.status === 401) {
    $('access').open = true;
    $('token').focus();
  } else $('message').scrollIntoView({ block: 'nearest' });
};

async function start() {
  try {
    const { models } = await ask('/v1/models');
    say('');
    isOpen = givenToken() === '';
    $('model').replaceChildren(...models.map(({ name }) => make('option', name, { value: name })));
    $('chosen').hidden = false;
    $('access').open = false;
    await show();
  } catch (error) {
    failed(error);
  }
}

async function show() {
  $('answer').hidden = true;
  model = await ask(address($('model').value));
  $('about').textContent = 'Classifier: ' + model.classifier + '. Target: ' + model.target + '. Decision: ' + model.decision;
  $('fields').replaceChildren(...model.columns.filter(({ used }) => used).map(field));
}

function field(column, index) {
  const id = 'field' + index;
  const box = make('div', undefined, { class: 'field' });
  box.append(make('label', column.name, { for: id }));
  const value = model.example[column.name];
  let input;
  if (column.kind === 'boolean') {
    input = make('select', undefined, { id });
    for (const [text, each] of [['true', 'true'], ['false', 'false'], ['missing', '']]) {
      input.append(make('option', text, { value: each }));
    }
    input.value = String(value ?? '');
  } else {
    const isNumber = column.kind === 'numeric' && !column.format;
    input = make('input', undefined, { id, autocomplete: 'off', ...(isNumber && { type: 'number', step: 'any' }) });
    input.value = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value);
    const levels = column.categories ?? column.words ?? (column.levels ?? []).map(([first]) => first);
    if (levels.length > 0) {
      input.setAttribute('list', id + 'levels');
      const list = make('datalist', undefined, { id: id + 'levels' });
      for (const level of levels.slice(0, 500)) list.append(make('option', undefined, { value: level }));
      box.append(list);
    }
    input.placeholder = column.kind === 'list' ? 'members, comma-separated' : 'missing';
  }
  input.dataset.column = column.name;
  input.dataset.kind = column.kind;
  box.append(input, make('small', column.kind));
  return box;
}

function cell({ value, dataset, type }) {
  if (value === '') return null;
  if (dataset.kind === 'boolean') return value === 'true';
  if (type === 'number') return Number(value);
  if (dataset.kind === 'list') return value.split(',').map((each) => each.trim()).filter((each) => each !== '');
  return value;
}

async function predict() {
  const inputs = [...$('fields').querySelectorAll('[data-column]')];
  const row = Object.fromEntries(inputs.map((input) => [input.dataset.column, cell(input)]));
  const path = address(model.name) + '/predict';
  $('go').disabled = true;
  try {
    const answer = await ask(path, { rows: [row], reasons: 5 }).catch((error) => {
      // Not every model can be explained.
      if (error.problems || error.status === 401) throw error;
      return ask(path, { rows: [row] });
    });
    say('');
    const { prediction, probabilities, reasonsAbout, reasons = [] } = answer.predictions[0];
    $('decision').textContent = String(prediction);
    const bars = Object.entries(probabilities).sort(([, one], [, other]) => other - one);
    $('probabilities').replaceChildren(...bars.slice(0, 20).flatMap(([label, p]) => [
      make('dt', label),
      (() => {
        const item = make('dd');
        item.append(make('meter', undefined, { min: 0, max: 1, value: p, 'aria-label': label }), make('span', p.toFixed(4)));
        return item;
      })(),
    ]));
    $('reasons').replaceChildren(...reasons.map(({ text, contribution }) =>
      make('li', (contribution > 0 ? '▲ ' : '▼ ') + text)));
    $('of').textContent = reasonsAbout ? 'What raised (▲) and lowered (▼) the probability of ' + reasonsAbout.label : '';
    $('why').hidden = reasons.length === 0;
    $('notices').replaceChildren(...(answer.notices ?? []).map((each) => make('li', each)));
    $('body').textContent = 'POST ' + path + '\\n' + JSON.stringify({ rows: [row] }, null, 1);
    $('answer').hidden = false;
    $('answer').focus();
  } catch (error) {
    failed(error);
  } finally {
    $('go').disabled = false;
  }
}

async function saveDescription() {
  try {
    const text = JSON.stringify(await ask('/openapi.json'), null, 1);
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    make('a', undefined, { href: url, download: 'openapi.json' }).click();
    // After the download has begun.
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    say('');
  } catch (error) {
    failed(error);
  }
}

$('description').addEventListener('click', (event) => {
  // A browser that follows a link sends no token.
  if (isOpen) return;
  event.preventDefault();
  saveDescription();
});
$('model').addEventListener('change', () => show().catch(failed));
$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  predict();
});
$('access').addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});
start();
`;
