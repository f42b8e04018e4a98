// Before the first paint: the theme that was chosen in this browser.
(function () {
  try {
    var theme = localStorage.getItem('sightline.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (e) { /* no storage: the system's theme */ }
})();
