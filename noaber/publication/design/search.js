// Finds what is typed in the index that search-index.js brings; works from a file system, sends nothing.
(function () {
  "use strict";
  var form = document.querySelector("[data-search]");
  var list = document.querySelector("[data-found-list]");
  var index = window.noaberIndex;
  if (!form || !list || !index) return;
  var field = form.querySelector("input");
  var count = form.querySelector("[role=status]");
  var most = 50;
  form.hidden = false;

  function plain(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9%/ ]+/g, " ").trim();
  }

  // A word at the start of a name weighs more than within it, and a name more than other words.
  function weight(line, words) {
    var total = 0;
    var name = plain(line[0]);
    for (var i = 0; i < words.length; i++) {
      var word = words[i];
      if (line[3].indexOf(word) < 0) return 0;
      total += name.indexOf(word) === 0 ? 4 : (" " + name).indexOf(" " + word) >= 0 ? 3 : name.indexOf(word) >= 0 ? 2 : 1;
    }
    return total;
  }

  function show() {
    var words = plain(field.value).split(" ").filter(Boolean);
    list.textContent = "";
    count.textContent = "";
    try { history.replaceState(null, "", "#" + encodeURIComponent(field.value)); } catch (error) { /* the address stays as it is */ }
    if (!words.length) return;
    var found = [];
    for (var i = 0; i < index.length; i++) {
      var score = weight(index[i], words);
      if (score) found.push([score, i]);
    }
    found.sort(function (a, b) { return b[0] - a[0] || a[1] - b[1]; });
    count.textContent = found.length
      ? found.length + " " + form.dataset.found + (found.length > most ? ". " + form.dataset.more : "")
      : form.dataset.none;
    found.slice(0, most).forEach(function (one) {
      var line = index[one[1]];
      var item = document.createElement("li");
      var link = document.createElement("a");
      var kind = document.createElement("span");
      link.className = "utrecht-link utrecht-link--html-a";
      link.href = form.dataset.root + line[2];
      link.dir = "auto";
      link.lang = "nl";
      link.textContent = line[0];
      kind.className = "letter__kind";
      kind.textContent = line[1];
      item.append(link, " ", kind);
      list.append(item);
    });
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  field.addEventListener("input", show);
  try { field.value = decodeURIComponent(location.hash.slice(1)); } catch (error) { field.value = ""; }
  if (field.value) show();
})();
