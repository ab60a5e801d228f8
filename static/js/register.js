// While one types, the list is drawn anew. Everything works without this file, by the button.
(function () {
  "use strict";

  var form = document.querySelector(".register-search");
  var open = {};

  function facets() {
    return document.querySelectorAll("#narrowing details");
  }

  // htmx is fetched when somebody comes to the form: most readers only read.
  form.addEventListener("focusin", fetchLibrary, { once: true });

  function fetchLibrary() {
    var script = document.createElement("script");
    script.src = form.dataset.script;
    script.addEventListener("load", catchUp);
    document.head.append(script);
  }

  function catchUp() {
    var field = document.getElementById("search-q");
    if (field.value !== field.defaultValue) field.dispatchEvent(new Event("search"));
  }

  // What was folded open stays open.
  document.addEventListener("htmx:beforeSwap", function () {
    facets().forEach(function (details, place) {
      open[place] = details.open;
    });
  });

  document.addEventListener("htmx:afterSettle", function () {
    facets().forEach(function (details, place) {
      if (place in open) details.open = open[place];
    });
  });
})();
