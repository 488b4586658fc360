// Search in all days: loads the segments that the site lists, as scripts, since a page on a disk may load nothing else.
// How a segment is written is told in the documentation of the site.
"use strict";
(() => {
  const $ = (s) => document.querySelector(s);
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const values = new Map([...digits].map((digit, value) => [digit.charCodeAt(0), value]));
  const fields = { title: 1, ti: 1, author: 2, au: 2, topic: 4 };
  const shown = 50;
  let segments = [], listed = 0, order = "best";

  const load = (address) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("error", () => { $("#found").textContent = "A part of the index cannot be loaded: " + address; });
    document.head.append(script);
  };
  window.lecternSegments = (list) => {
    listed = list.length;
    for (const [name, hash] of list) load(`${name}.js?${hash}`);
    if (!listed) find();
  };
  window.lecternSegment = (name, segment) => {
    const words = [];
    let before = "";
    for (const line of segment.words.split("\n")) {
      if (!line) continue;
      before = before.slice(0, parseInt(line[0], 36)) + line.slice(1);
      words.push(before);
    }
    // Sorted by code points; JavaScript compares code units, which differs for few letters.
    const places = words.map((_, place) => place);
    if (words.some((word, at) => at && words[at - 1] > word)) places.sort((a, b) => (words[a] < words[b] ? -1 : 1));
    segments.push({ name, days: segment.days, papers: segment.papers, words: places.map((at) => words[at]), places, posts: segment.posts.split("\n") });
    segments.sort((a, b) => (a.name < b.name ? 1 : -1));
    if (segments.length === listed || $("#query").value) find();
  };

  const postings = (line, add) => {
    let paper = 0, value = 0, shift = 0;
    for (let i = 0; i < line.length; i++) {
      const digit = values.get(line.charCodeAt(i));
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      paper += value >> 3;
      add(paper, value & 7);
      value = shift = 0;
    }
  };
  const lowerBound = (words, word) => {
    let low = 0, high = words.length;
    while (low < high) { const middle = (low + high) >> 1; if (words[middle] < word) low = middle + 1; else high = middle; }
    return low;
  };
  // Papers with the word in a segment, each with the weight of the part that it is in.
  const weightOf = (parts) => (parts & 1 ? 3 : parts & 2 ? 2 : parts & 4 ? 1.5 : 1);
  const look = (segment, term) => {
    const found = new Map();
    const end = term.prefix ? segment.words.length : 0;
    for (let at = lowerBound(segment.words, term.word); at < Math.max(end, at + 1); at++) {
      const word = segment.words[at];
      if (word === undefined || (term.prefix ? !word.startsWith(term.word) : word !== term.word)) break;
      postings(segment.posts[segment.places[at]], (paper, parts) => {
        if (term.field && !(parts & term.field)) return;
        const weight = weightOf(parts) * (word === term.word ? 1 : 0.7);
        if (weight > (found.get(paper) || 0)) found.set(paper, weight);
      });
      if (!term.prefix) break;
    }
    return found;
  };
  // GPT-4 is looked for as gpt4, low-rank as its two words.
  const hyphenated = (word) => (/(^|-)(\p{N}+|.)(-|$)/u.test(word) && word.includes("-") ? [word.replaceAll("-", "")] : word.split("-"));
  const read = (query) => {
    const terms = [];
    const open = query && !/\s$/.test(query);
    const pieces = query.split(/\s+/).filter(Boolean);
    pieces.forEach((piece, place) => {
      const not = piece.startsWith("-") && piece.length > 1;
      const [, field, rest] = /^(?:([a-z]+):)?(.*)$/s.exec(not ? piece.slice(1) : piece);
      const known = Object.hasOwn(fields, field ?? "") && fields[field];
      const words = window.lecternFold(known ? rest : not ? piece.slice(1) : piece).match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu)?.flatMap(hyphenated) || [];
      words.forEach((word, at) => terms.push({ word, not, field: known || 0, prefix: open && !not && place === pieces.length - 1 && at === words.length - 1 }));
    });
    return terms;
  };
  // An arXiv id is the anchor of its paper; the index has no numbers of abstracts.
  const byId = (id) => segments.flatMap((segment) => segment.papers.flatMap((one, paper) => (one[1] === "p" + id ? [{ segment, paper, score: 1 }] : [])));
  const search = (query, terms) => {
    const id = /^\s*(?:arxiv:)?([\w.-]+\/?\d{4,}(?:\.\d+)?)(?:v\d+)?\s*$/i.exec(query);
    const named = id ? byId(id[1].replace("/", "_")) : [];
    if (named.length) return named;
    const positive = terms.filter((term) => !term.not), unwanted = terms.filter((term) => term.not);
    // Numbers and single letters are not in the index of abstracts: they restrict only where there is nothing else.
    const telling = positive.filter((term) => !/^(\p{N}+|.)$/u.test(term.word));
    const wanted = telling.length ? telling : positive;
    if (!wanted.length) return [];
    const all = segments.map((segment) => wanted.map((term) => look(segment, term)));
    const total = segments.reduce((sum, segment) => sum + segment.papers.length, 0);
    const idf = wanted.map((_, i) => Math.log(1 + total / (1 + all.reduce((sum, maps) => sum + maps[i].size, 0))));
    const results = [];
    segments.forEach((segment, s) => {
      const out = new Set(unwanted.flatMap((term) => [...look(segment, term).keys()]));
      const smallest = all[s].reduce((a, b) => (b.size < a.size ? b : a));
      for (const paper of smallest.keys()) {
        if (out.has(paper) || !all[s].every((found) => found.has(paper))) continue;
        results.push({ segment, paper, score: all[s].reduce((sum, found, i) => sum + idf[i] * found.get(paper), 0) });
      }
    });
    return results;
  };
  const dayOf = (one) => one.segment.days[one.segment.papers[one.paper][0]];
  const byDay = (a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0);

  // Sets the words of the query off, by the same folding as the index.
  const marked = (text, terms, into) => {
    for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
      const word = window.lecternFold(piece);
      const hit = word && terms.some((term) => !term.not && (term.prefix ? word.startsWith(term.word) : word === term.word));
      into.append(hit ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece);
    }
  };
  const item = (one, terms) => {
    const [, anchor, title, authors] = one.segment.papers[one.paper];
    const li = document.createElement("li"), div = document.createElement("div"), link = document.createElement("a");
    const small = document.createElement("small"), day = document.createElement("b");
    link.href = `../archive/${dayOf(one)}/index.html#${anchor}`;
    marked(title || "(no title)", terms, link);
    marked(authors, terms, small);
    day.textContent = dayOf(one).replace("/", "-");
    div.append(link, small);
    li.append(day, div);
    return li;
  };
  const find = () => {
    const query = $("#query").value, terms = read(query);
    const results = search(query, terms);
    results.sort(order === "best" ? (a, b) => b.score - a.score || byDay(a, b) : (a, b) => byDay(a, b) || b.score - a.score);
    const count = results.length, papers = segments.reduce((sum, segment) => sum + segment.papers.length, 0);
    const loading = segments.length < listed ? `, ${segments.length} of ${listed} parts loaded` : "";
    $("#found").textContent = terms.length
      ? `${count} paper${count === 1 ? "" : "s"} of ${papers}${count > shown ? `, the first ${shown}` : ""}${loading}`
      : `${papers} papers${loading}`;
    $("#results").replaceChildren(...results.slice(0, shown).map((one) => item(one, terms)));
    history.replaceState(null, "", query ? "#?" + new URLSearchParams({ q: query }) : location.pathname);
  };
  $("#query").value = location.hash.startsWith("#?") ? new URLSearchParams(location.hash.slice(2)).get("q") || "" : "";
  for (const button of document.querySelectorAll("[data-order]")) button.addEventListener("click", () => {
    order = button.dataset.order;
    for (const one of document.querySelectorAll("[data-order]")) one.setAttribute("aria-pressed", String(one === button));
    find();
  });
  addEventListener("DOMContentLoaded", () => {
    $("#query").addEventListener("input", find);
    $("#query").focus();
    load("segments.js");
  });
})();
