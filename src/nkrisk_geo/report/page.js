"use strict";
// Makes the listings of the page workable: sort by a column, filter by words, save what is shown as CSV.
// Nothing is fetched and nothing is sent. Words reach the screen as text only, never as markup.
(function () {
  const words = JSON.parse(document.body.dataset.words);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function say(key, gaps) { return words[key].replace(/\{(\w+)\}/g, function (gap, name) { return gaps[name]; }); }
  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }
  function folded(text) { return text.normalize("NFKC").toLocaleLowerCase(); }

  // What a spreadsheet could take for a formula stands behind an apostrophe, as in the files that `enrich --excel` writes.
  const FORMULA = /^(?:[\t\r\n]|[\p{Z}\p{C}\p{Mn}\u115F\u1160\u3164\uFFA0\u2800]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u;
  function quoted(text) {
    const safe = FORMULA.test(text) ? "'" + text : text;
    return /[",;\t\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }
  // A number that is shown alone is saved as the number it is, whatever its look.
  function saved(cell) {
    const plain = cell.dataset.v !== undefined && /^[-\d,.]+%?$/.test(cell.textContent.trim());
    return plain ? cell.dataset.v : quoted(cell.textContent);
  }
  function save(name, lines) {
    const address = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    const link = made("a");
    link.href = address;
    link.download = name + ".csv";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
  }

  function key(row, column, isNumber) {
    const cell = row.cells[column];
    if (!isNumber) return cell.textContent || null;
    return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
  }
  // What is missing comes last in both directions; equal rows keep the order of the page.
  function sorted(rows, column, isNumber, direction) {
    const keyed = rows.map(function (row, at) { return [key(row, column, isNumber), at, row]; });
    keyed.sort(function (a, b) {
      if (a[0] === null || b[0] === null) return (a[0] === null) - (b[0] === null) || a[1] - b[1];
      const order = isNumber ? a[0] - b[0] : collator.compare(a[0], b[0]);
      return order * direction || a[1] - b[1];
    });
    return keyed.map(function (each) { return each[2]; });
  }

  document.querySelectorAll(".listing").forEach(function (listing) {
    const table = listing.querySelector("table"), body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells), all = Array.from(body.rows);
    const names = heads.map(function (head) { return head.textContent; });
    const texts = new Map(all.map(function (row) {
      return [row, folded(Array.from(row.cells, function (cell) { return cell.textContent; }).join(" "))];
    }));
    const tools = made("div", undefined, "tools"), label = made("label", words.filter + " ");
    const field = made("input"), count = made("output"), button = made("button", words.download);
    field.type = "search";
    field.placeholder = words.filter_hint;
    button.type = "button";
    label.append(field);
    tools.append(label, count, button);
    listing.prepend(tools);

    function shown() { return Array.from(body.rows).filter(function (row) { return !row.hidden; }); }
    function filter() {
      const wanted = folded(field.value).split(/\s+/).filter(Boolean);
      all.forEach(function (row) {
        row.hidden = !wanted.every(function (word) { return texts.get(row).includes(word); });
      });
      const number = shown().length;
      count.textContent = say("shown", { n: number.toLocaleString("en"), all: all.length.toLocaleString("en") });
    }
    field.addEventListener("input", filter);
    button.addEventListener("click", function () {
      const rows = shown().map(function (row) { return Array.from(row.cells, saved).join(","); });
      save("nkrisk-geo-" + listing.dataset.name, [names.map(quoted).join(","), ...rows]);
    });
    heads.forEach(function (head, column) {
      const sort = made("button", names[column], "sort"), isNumber = head.classList.contains("n");
      sort.type = "button";
      sort.title = say("sort", { column: names[column] });
      head.replaceChildren(sort);
      sort.addEventListener("click", function () {
        // Numbers begin with the largest, words with the first.
        const first = isNumber ? "descending" : "ascending", second = isNumber ? "ascending" : "descending";
        const next = head.getAttribute("aria-sort") === first ? second : first;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", next);
        body.append(...sorted(all, column, isNumber, next === "ascending" ? 1 : -1));
      });
    });
    filter();
  });
  document.body.dataset.ready = "";
})();
