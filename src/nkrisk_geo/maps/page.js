"use strict";
// Draws what stands in #data. Words reach the screen as text nodes only, never as markup.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const many = data.crowded;
  const map = L.map("map", { attributionControl: false, zoomControl: false, zoomSnap: 0.05, zoomDelta: 0.5,
    minZoom: 4, maxZoom: data.tiles ? 18 : 14, maxBounds: [[-85, -360], [85, 360]] });
  const legend = document.getElementById("legend"), box = document.getElementById("map");
  map.setView([42, 126], 6);
  L.control.zoom({ position: "topright" }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false, maxWidth: 130 }).addTo(map);
  if (data.tiles) L.tileLayer(data.tiles, { maxZoom: 18 }).addTo(map);

  function pane(name, z) { map.createPane(name).style.zIndex = z; return L.svg({ pane: name, padding: 0.6 }); }
  const ground = pane("ground", 300), lines = pane("lines", 350), circles = pane("circles", 400);
  map.createPane("names").style.zIndex = 540;
  map.getPane("names").style.pointerEvents = "none";
  map.createPane("marks").style.zIndex = 560;
  const points = many ? (map.createPane("points").style.zIndex = 550, L.canvas({ pane: "points" })) : pane("points", 590);

  function style(name, renderer, paneName) {
    const look = data.looks[name], filled = look.fill !== "none";
    return { pane: paneName, renderer: renderer, interactive: false, fill: filled, fillColor: look.fill,
      fillOpacity: data.tiles && (name === "province" || name === "water") ? 0 : look.alpha, stroke: look.line !== "none", color: look.line,
      weight: look.width * 1.1, opacity: filled ? 1 : look.alpha, dashArray: look.dash || null, lineCap: "butt" };
  }
  const layers = {};
  function layer(name) { return layers[name] || (layers[name] = L.layerGroup().addTo(map)); }

  data.areas.forEach(function (area) {
    L.polygon(area[1], style(area[0], ground, "ground")).addTo(layer(area[0].startsWith("belt") ? "belts" : area[0].startsWith("area") ? "zones" : "ground"));
  });
  data.strokes.forEach(function (stroke) {
    L.polyline(stroke[1], style(stroke[0], lines, "lines")).addTo(layer(stroke[0].startsWith("stretch") ? "zones" : "ground"));
  });

  function element(tag, words, className) {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    if (className) made.className = className;
    return made;
  }
  data.marks.forEach(function (mark) {
    const icon = L.divIcon({ className: "mark", iconSize: [16, 16],
      html: '<svg width="16" height="16">' + data.looks[mark[0]].mark + "</svg>" });
    const told = element("div");
    told.append(element("h2", mark[3]));
    mark[4].forEach(function (line) { if (line) told.append(element("p", line)); });
    L.marker([mark[1], mark[2]], { icon: icon, pane: "marks", keyboard: true, title: mark[3], alt: mark[3] })
      .bindPopup(told, { maxWidth: 320 }).addTo(layer(mark[0].startsWith("town") ? "ground" : mark[0].startsWith("seat") ? "zones" : "crossings"));
  });

  // ── the data ────────────────────────────────────────────────────────────────────────────────────────────────────
  const SVG = "http://www.w3.org/2000/svg";
  function drawn(parent, tag, attributes, words) {
    const made = document.createElementNS(SVG, tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (words !== undefined) made.textContent = words;
    parent.appendChild(made);
  }
  // The interval on a ruler of km, with the two belts behind it.
  function ruler(km) {
    const low = Math.min(0, km[0]), high = Math.max(60, km[2] * 1.05), wide = 250;
    const x = function (value) { return 6 + (value - low) / (high - low) * (wide - 18); };
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", wide); svg.setAttribute("height", 34);
    drawn(svg, "rect", { x: x(20), y: 3, width: x(50) - x(20), height: 14, fill: data.looks["belt-50"].fill, "fill-opacity": 0.4 });
    drawn(svg, "rect", { x: x(0), y: 3, width: x(20) - x(0), height: 14, fill: data.looks["belt-20"].fill, "fill-opacity": 0.6 });
    drawn(svg, "path", { d: "M" + x(0) + " 1V19", stroke: "#1f2328", "stroke-width": 1.5 });
    drawn(svg, "path", { d: "M" + x(low) + " 17.5H" + x(high), stroke: "#a9a9a9" });
    const red = data.looks.spot.fill;
    drawn(svg, "path", { d: "M" + x(km[0]) + " 6V14M" + x(km[0]) + " 10H" + Math.max(x(km[2]), x(km[0]) + 1) + "M" + x(km[2]) + " 6V14",
      stroke: red, "stroke-width": 2 });
    if (km[1] !== null) drawn(svg, "circle", { cx: x(km[1]), cy: 10, r: 3.6, fill: red, stroke: "#fff" });
    let last = -99;
    [0, 20, 50, 100, 200, 500, 1000, 2000].forEach(function (tick) {
      if (tick > high || x(tick) - last < 22) return;
      last = x(tick);
      drawn(svg, "text", { x: last, y: 29, "font-size": 10, "text-anchor": "middle", fill: "#57606a" }, String(tick));
    });
    return svg;
  }
  // A phrase with its gaps filled; what fills them is text like any other.
  function say(key, gaps) { return data.words[key].replace(/\{(\w+)\}/g, function (gap, name) { return gaps[name]; }); }
  function rows(number) { return say(number === 1 ? "row" : "rows", { n: number.toLocaleString("en") }); }
  function told(entry) {
    const part = element("section");
    part.append(element("h2", entry.place || say("no_place", {})), element("p", entry.what, "small"));
    if (entry.zone) part.append(element("p", say("zone", { zone: entry.zone })));
    if (entry.possible) part.append(element("p", say("possibly", { zone: entry.possible })));
    if (entry.words) part.append(element("p", say("border", { km: entry.words })));
    if (entry.km) part.append(ruler(entry.km));
    if (entry.crossing) part.append(element("p", say("crossing", { name: entry.crossing })));
    if (entry.radius) part.append(element("p", say("radius", { km: entry.radius }), "small"));
    const list = element("ul");
    entry.rows.forEach(function (row) {
      const item = element("li", row[0] || rows(1));
      const small = [row[1] === null ? "" : say("probability", { p: row[1].toFixed(2) }), row[2]].filter(Boolean).join(" · ");
      if (small) item.append(element("div", small, "small"));
      list.append(item);
    });
    const rest = entry.count - entry.rows.length;
    if (rest > 0) list.append(element("li", say("more", { rows: rows(rest) }), "small"));
    part.append(list);
    return part;
  }
  function popup(spot) {
    const box = element("div");
    spot.entries.forEach(function (entry) { box.append(told(entry)); });
    if (spot.more) box.append(element("p", say("others", { rows: rows(spot.more) })));
    box.append(element("p", document.querySelector("footer strong").textContent, "notice"));
    return box;
  }
  function way(spot) { return L.polyline([spot.at, spot.foot], style("reach", circles, "circles")); }
  function circle(spot) {
    return L.circle(spot.at, Object.assign(style("radius", circles, "circles"), { radius: spot.radius * 1000 }));
  }
  // A mark of another shape than a circle: corners in units of its radius.
  const Shape = L.CircleMarker.extend({ _updatePath: function () {
    const p = this._point, r = this._radius;
    this._path.setAttribute("d", this._empty() ? "M0 0" : "M" + this.options.path.map(function (corner) {
      return (p.x + corner[0] * r).toFixed(1) + " " + (p.y + corner[1] * r).toFixed(1);
    }).join("L") + "Z");
  } });
  let shown = null;
  data.spots.forEach(function (spot) {
    const size = spot.size * 1.15, path = data.looks[spot.look].path;
    const circled = Object.assign(style(spot.look, points, "points"), { interactive: true, radius: size });
    const mark = path.length && !many ? new Shape(spot.at, Object.assign(circled, { path: path })) : L.circleMarker(spot.at, circled);
    mark.bindPopup(function () { return popup(spot); }, { maxWidth: 340, minWidth: 250 });
    mark.bindTooltip(function () {
      const first = spot.entries[0];
      return element("span", (first.place || "") + " · " + rows(spot.rows)
        + (spot.value ? " · " + spot.value : "") + (spot.words ? " · " + spot.words : ""));
    });
    mark.on("popupopen", function () { mark.closeTooltip(); shown = L.layerGroup([way(spot), circle(spot)]).addTo(map); });
    mark.on("popupclose", function () { if (shown) shown.remove(); shown = null; });
    mark.addTo(layer("points"));
    if (spot.radius && !many) circle(spot).addTo(layer("circles"));
    if (data.reach && spot.way) way(spot).addTo(layer("ways"));
  });

  // ── names: as many as find room ─────────────────────────────────────────────────────────────────────────────────
  const names = [];
  function name(kind, at, words, gap, colour) {
    const icon = L.divIcon({ className: "name " + kind, iconSize: [0, 0], html: "<span></span>" });
    const marker = L.marker(at, { icon: icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
    const span = marker.getElement().firstChild;
    span.textContent = words;
    if (colour) span.style.color = colour;
    names.push({ at: L.latLng(at), kind: kind, span: span, gap: gap, wide: 0 });
  }
  data.labels.forEach(function (l) { if (!l[0].startsWith("town")) name(l[0], [l[1], l[2]], l[3], 0, l[4]); });
  if (data.reach) data.spots.forEach(function (spot) {
    if (spot.way) name("interval", spot.at, spot.words, 8);
  });
  data.labels.forEach(function (l) { if (l[0].startsWith("town")) name(l[0], [l[1], l[2]], l[3], 6); });

  // A town's name may not reach into the other country.
  function rings(look) {
    return data.areas.filter(function (area) { return area[0] === look; }).map(function (area) { return area[1][0]; });
  }
  const beyond = { "town": rings("dprk"), "town-beyond": rings("province") };
  function within(ring, at) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if (a[0] > at.lat !== b[0] > at.lat && at.lng < (b[1] - a[1]) * (at.lat - a[0]) / (b[0] - a[0]) + a[1]) inside = !inside;
    }
    return inside;
  }
  function strays(kind, rect) {
    const middle = (rect[1] + rect[3]) / 2, corners = [];
    for (let part = 0; part <= 4; part++) {
      const x = rect[0] + (rect[2] - rect[0]) * part / 4;
      corners.push([x, rect[1]], [x, middle], [x, rect[3]]);
    }
    return corners.some(function (corner) {
      const at = map.containerPointToLatLng(corner);
      return beyond[kind].some(function (ring) { return within(ring, at); });
    });
  }

  function meets(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }
  function arrange() {
    const frame = box.getBoundingClientRect();
    const taken = [...box.querySelectorAll(".leaflet-control")].map(function (each) {
      const rect = each.getBoundingClientRect();
      return [rect.left - frame.left, rect.top - frame.top, rect.right - frame.left, rect.bottom - frame.top];
    });
    const around = function (at, half) {
      const p = map.latLngToContainerPoint(at);
      taken.push([p.x - half, p.y - half, p.x + half, p.y + half]);
    };
    if (!many) data.spots.forEach(function (spot) { around(spot.at, 6); });
    data.marks.forEach(function (mark) { around([mark[1], mark[2]], 4); });
    names.forEach(function (each) {
      const wide = each.wide || (each.wide = each.span.offsetWidth + 2), p = map.latLngToContainerPoint(each.at);
      const g = each.gap, sides = each.kind === "region" || each.kind === "zone" ? [[-wide / 2, -7]]
        : [[g, -7], [-g - wide, -7], [-wide / 2, -g - 14], [-wide / 2, g], [g, -18], [g, 4], [-g - wide, -18], [-g - wide, 4],
          [2.2 * g, -7], [-2.2 * g - wide, -7], [-wide / 2, -2.2 * g - 14], [-wide / 2, 2.2 * g]];
      const spot = (each.kind !== "zone" || map.getZoom() >= 7) && sides.find(function (side) {
        const rect = [p.x + side[0], p.y + side[1], p.x + side[0] + wide, p.y + side[1] + 14];
        if (taken.some(function (other) { return meets(rect, other); }) || rect[0] < 2 || rect[1] < 2
            || rect[2] > frame.width - 2 || rect[3] > frame.height - 2
            || (beyond[each.kind] && strays(each.kind, rect))) return false;
        taken.push(rect);
        return true;
      });
      each.span.style.display = spot ? "" : "none";
      if (spot) { each.span.style.left = spot[0] + "px"; each.span.style.top = spot[1] + "px"; }
    });
  }
  const SWITCHES = ["points", "circles", "ways", "zones", "crossings", "belts"];
  SWITCHES.forEach(function (each) {
    if (!layers[each]) return;
    const tick = element("input"), label = element("label");
    tick.type = "checkbox"; tick.checked = true;
    tick.addEventListener("change", function () { if (tick.checked) layers[each].addTo(map); else layers[each].remove(); });
    label.append(tick, document.createTextNode(data.words[each]));
    document.getElementById("switches").append(label);
  });

  // A frame in a notebook gets its size late, and may change it: fit again until the reader has taken over.
  let touched = false, sized = false;
  ["pointerdown", "wheel", "keydown"].forEach(function (kind) {
    box.addEventListener(kind, function () { touched = true; }, { capture: true, passive: true });
  });
  function fit() {
    if (!box.clientWidth || !box.clientHeight) return;
    if (!sized) legend.open = document.body.clientWidth >= 640;
    sized = true;
    map.invalidateSize({ animate: false, pan: false });
    if (!touched) map.fitBounds(data.frame, { animate: false, padding: [4, 4] });
    arrange();
  }
  map.on("zoomend moveend", arrange);
  new ResizeObserver(fit).observe(box);
  fit();
  document.body.dataset.drawn = data.spots.reduce(function (sum, spot) { return sum + spot.rows; }, 0);
})();
