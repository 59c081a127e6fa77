// Wagtail's comments write moments as the browser's own language does, and browsers know no Welsh: here as the screen's does.
(() => {
  const { MONTHS } = JSON.parse(document.getElementById('wagtail-config').textContent).STRINGS;
  const Plain = Intl.DateTimeFormat;
  const written = (moment) => {
    const time = new Plain('en-GB', { timeStyle: 'short' }).format(moment);
    return `${moment.getDate()} ${MONTHS[moment.getMonth()]} ${moment.getFullYear()}, ${time}`;
  };
  Intl.DateTimeFormat = new Proxy(Plain, {
    construct: (target, [locales, options]) =>
      Array.isArray(locales) && locales.length === 0 ? { format: written } : new target(locales, options),
  });
})();
