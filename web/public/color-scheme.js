// Sets the color scheme before the first paint; a file of its own because the page allows no inline scripts.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('dosimeter-color-scheme');
  } catch {
    // Storage is switched off: follow the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
