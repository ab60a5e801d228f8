// While one types, the list and its facets are drawn anew; what was folded open stays open.
(function () {
  "use strict";

  var open = {};

  function facets() {
    return document.querySelectorAll("#narrowing details");
  }

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
