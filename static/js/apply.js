// The form of an application says at once whether a code can be right and who is in the register.
// Without this file the same is said when the form is saved.
(function () {
  "use strict";

  var form = document.querySelector("[data-lookup]");
  if (!form || !window.fetch) return;
  var code = form.elements.uscc;
  var name = form.elements.name;
  var live = document.getElementById("uscc-live");
  var known = document.getElementById("known-live");
  var waiting = null;
  var asked = 0;
  if (!code || !name || !live || !known) return;

  function say(element, text, tone) {
    element.className = "live" + (tone ? " live-" + tone : "");
    element.textContent = text;
  }

  function sayKnown(list) {
    known.textContent = "";
    list.forEach(function (each) {
      var line = document.createElement("p");
      var link = document.createElement("a");
      link.href = each.url;
      link.textContent = each.name;
      line.append(form.dataset.known + " ", link, " (" + each.status + ")", " " + each.why.join(" "));
      known.append(line);
    });
  }

  function ask() {
    var mine = ++asked;
    var query = new URLSearchParams({ uscc: code.value, name: name.value });
    if (code.value.trim().length < 18 && !name.value.trim()) return;
    fetch(form.dataset.lookup + "?" + query, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (found) {
        if (!found || mine !== asked) return;
        sayKnown(found.known);
        if (found.fault) say(live, found.fault, "bad");
        else if (found.code) say(live, form.dataset.right, "good");
        else say(live, "");
      })
      .catch(function () {});
  }

  function later() {
    var length = code.value.replace(/\s/g, "").length;
    clearTimeout(waiting);
    if (length && length < 18) say(live, form.dataset.more.replace("#n", 18 - length));
    else waiting = setTimeout(ask, 400);
  }

  code.addEventListener("input", later);
  code.addEventListener("blur", ask);
  name.addEventListener("change", ask);

  // Whoever leaves with words that were not saved is asked once.
  var changed = false;
  form.addEventListener("input", function () {
    changed = true;
  });
  form.addEventListener("submit", function () {
    changed = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) event.preventDefault();
  });
})();
