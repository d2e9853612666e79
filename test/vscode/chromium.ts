import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { installOnce } from './installOnce.js';
import { packNpm } from './npm.js';
import { cleanEnvironment } from './processes.js';
import { unpackFile } from './tarball.js';
import { chromiumVersion, recipe } from './versions.js';

/** A browser with what must stand in its environment. */
interface BrowserProgram {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a headless Chromium: an installed Chrome, Chromium or Edge, else (Linux x64) the one from the npm registry. An installed
 * one that does not start gives way to the latter, with a word about it.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = findBrowser();
  if (installed !== undefined) {
    try {
      return await launch({ executablePath: installed, environment: {} });
    } catch (error) {
      if (!canInstallChromium()) throw error;
      process.stdout.write(`${installed} does not start (${firstLine(error)}); the npm registry's Chromium is used.\n`);
    }
  }
  return launch(await installChromium());
}

async function launch(program: BrowserProgram): Promise<Browser> {
  return chromium.launch({
    executablePath: program.executablePath,
    headless: true,
    env: definedOnly({ ...cleanEnvironment(), ...program.environment }),
    args: [
      // A container or root has no sandbox to offer; the pages are our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      // Nothing may go out: on a closed network every start would wait for look-ups.
      ...[
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
      ],
      // The same picture on every machine.
      ...['--font-render-hinting=none', '--force-color-profile=srgb'],
    ],
  });
}

/** An installed Chrome, Chromium or Edge; the variable ITUNE_BROWSER names one, or `none` to use the npm registry's. */
export function findBrowser(): string | undefined {
  const named = process.env.ITUNE_BROWSER;
  if (named === 'none') return undefined;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`ITUNE_BROWSER names ${named}, which does not exist.`);
    return named;
  }
  return browserPlaces().find((path) => existsSync(path));
}

/** For the report: which browser `launchBrowser` takes. */
export function describeBrowser(): string {
  const installed = findBrowser();
  return installed === undefined
    ? `headless Chromium from the npm registry (@sparticuz/chromium ${chromiumVersion})`
    : `headless ${installed}`;
}

/** Makes sure that there is a browser, so that no test has to wait for it. */
export async function installBrowser(): Promise<void> {
  if (findBrowser() === undefined) await installChromium();
}

function browserPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32': {
      const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
      const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
      return programs.flatMap((program) => roots.map((root) => join(root, program)));
    }
    default: {
      const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
      const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
      return names.flatMap((name) => folders.map((folder) => join(folder, name)));
    }
  }
}

function canInstallChromium(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * `@sparticuz/chromium` is made for a cloud service, but what it ships is a headless Chromium with the libraries (NSS, expat) and
 * fonts that a bare Linux lacks. Its own script wants Node 22 and unpacks into /tmp; the archives are plain, so we unpack them.
 */
async function installChromium(): Promise<BrowserProgram> {
  if (!canInstallChromium()) {
    throw new Error(
      `No Chrome, Edge or Chromium was found, and the npm registry has none for ${process.platform}-${process.arch}. ` +
        'Install one, or name it in the variable ITUNE_BROWSER.',
    );
  }
  const folder = await installOnce(
    `chromium-${chromiumVersion}-${recipe}`,
    `a headless Chromium (@sparticuz/chromium ${chromiumVersion})`,
    async (target) => {
      const archive = await packNpm(target, `@sparticuz/chromium@${chromiumVersion}`);
      await unpackFile(archive, target, (path) =>
        /^package\/(bin\/.*\.br|LICENSE)$/.test(path) ? path.slice('package/'.length) : undefined,
      );
      await rm(archive);
      const bin = join(target, 'bin');
      const keepAll = (path: string): string => path;
      await unpackFile(join(bin, 'al2023.tar.br'), target, keepAll);
      await unpackFile(join(bin, 'fonts.tar.br'), target, keepAll);
      await unpackFile(join(bin, 'swiftshader.tar.br'), target, keepAll);
      await pipeline(
        createReadStream(join(bin, 'chromium.br')),
        createBrotliDecompress({ chunkSize: 1 << 21 }),
        createWriteStream(join(target, 'chromium')),
      );
      await chmod(join(target, 'chromium'), 0o755);
      await rm(bin, { recursive: true });
      return { chromiumVersion };
    },
  );
  await writeFile(join(folder, 'fonts.conf'), fontsConfiguration(folder));
  const libraries = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH ?? ''].filter((path) => path !== '');
  return {
    executablePath: join(folder, 'chromium'),
    environment: { LD_LIBRARY_PATH: libraries.join(':'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

/** Its own fonts first, so that pictures are the same on a bare machine, then whatever the machine has. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
