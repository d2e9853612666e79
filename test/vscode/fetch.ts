/** `npm run fetch`: installs what the tests need into the cache, so that a later run works without the internet. */
import { installBrowser } from './chromium.js';
import { installServer } from './serverInstall.js';

await Promise.all([installServer(), installBrowser()]);
