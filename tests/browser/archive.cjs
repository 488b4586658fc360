// An archive for the tests: three days in two months, made by the command from papers of our own, some of them hostile.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const hostile = [
  { title: "<script>document.title='taken'</script> {{title}} \"onmouseover=x", abstract: "</style></textarea><img src=x onerror=\"document.title='taken'\"> sparse networks" },
  { title: "Sparse networks \\href{javascript:document.title='taken'}{here}", abstract: "$\\def\\a{\\a\\a}\\a$ $\\frac{1}{ unbalanced and $5 or $6, sparse networks" },
  { title: "Sparse \u202enetworks\u202c with directions", abstract: "\u2066sparse networks " + "W".repeat(10000) },
  { title: "Sparse networks by many", abstract: "Sparse networks.", authors: Array.from({ length: 500 }, (_, i) => `Author Number${i}`) },
];
const usual = [
  ["Sparse networks at rest in $\\mathbb{R}^d$", "We show that sparse networks rest. The bound is $\\sum_{i=1}^n x_i^2 \\le \\frac{1}{2}$ for all $x$."],
  ["Pruning without regret", "We introduce pruning for sparse networks. Code: https://github.com/example/pruning."],
  ["Quantization in Schrödinger's low-rank networks", "We study quantization of sparse networks with low-rank parts."],
  ["A dense network that is sparse", "This paper presents a network. It is dense in places and sparse in others."],
  ["How sparse is sparse?", "We ask GPT-4 how sparse networks are, and answer it."],
  ["Sparse networks on sparse machines", "We run sparse networks on machines. They are 2.5$\\times$ faster."],
];

function makeArchive(lectern, directory) {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "lectern.toml"),
    '[feed]\ncategories = ["cs.LG"]\n[score]\nrelevance_cutoff = 0\n[site]\ntitle = "Sparse days"\nurl = "https://example.org/d"\n' +
    '[[channel]]\nname = "mail"\nkind = "smtp"\nhost = "localhost"\nfrom = "a@example.org"\nto = ["b@example.org"]\n');
  fs.writeFileSync(path.join(directory, "topics.md"),
    "1. Sparse networks\n   - Relevant: sparse networks, pruning\n2. Quantization\n   - Relevant: quantization, low-rank\n");
  let number = 1;
  const run = (...args) => execFileSync(lectern, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  for (const [day, papers] of [["2026-02-27", usual.slice(0, 3)], ["2026-03-16", usual.slice(2)],
    ["2026-03-17", [...usual.map(([title, abstract]) => [title + " again", abstract]), ...hostile]]]) {
    const lines = papers.map((one) => JSON.stringify({
      id: `2603.${String(number++).padStart(5, "0")}`, title: one.title ?? one[0], abstract: one.abstract ?? one[1],
      authors: one.authors ?? ["Ann Roe", "Erwin Schrödinger", "Ludwig van der Berg"], categories: ["cs.LG", "stat.ML"],
      announce: "new", comment: "Accepted at a meeting",
    }));
    fs.writeFileSync(path.join(directory, "day.jsonl"), lines.join("\n") + "\n");
    run("run", "--papers", "day.jsonl", "--date", day);
  }
  run("like", "1", "2");
  run("site");
  return path.join(directory, "out/site");
}

/// The HTML part of the mail that would be sent of the newest day.
function mailHtml(lectern, directory) {
  const mail = execFileSync(lectern, ["send", "--preview", "--to", "mail"], { cwd: directory, encoding: "utf8" });
  const encoded = mail.split("Content-Type: text/html; charset=utf-8\r\n")[1].split("\r\n\r\n").slice(1).join("\r\n\r\n").split("\r\n--=_")[0];
  const bytes = encoded.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

module.exports = { makeArchive, mailHtml };
