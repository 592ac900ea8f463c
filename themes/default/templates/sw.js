{% if site.offline %}self.portal = {{ portal | safe }};
importScripts("{{ assets["offline/worker.js"] }}");
{% else %}// Nothing is kept for reading offline. Where an earlier version of the site had a worker, this one clears up and goes.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(`mingjing ${self.registration.scope} `)) await caches.delete(name);
  await self.registration.unregister();
})()));
{% endif %}
