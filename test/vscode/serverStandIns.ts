import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Packages of the VS Code server that are written in C++ and shipped without a binary. Building them takes a compiler, Python and
 * Node's headers; what the server asks of them is this little, so plain JavaScript takes their place in the cache.
 */
const standIns: Readonly<Record<string, string>> = {
  // Log files. The real one rotates them; ours live as long as a test run.
  '@vscode/spdlog': `
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(_type, _name, file) { this.file = file; this.level = 2; this.plain = false; mkdirSync(dirname(file), { recursive: true }); }
  write(level, message) {
    if (level < this.level) return;
    try { appendFileSync(this.file, this.plain ? message : new Date().toISOString() + ' [' + names[level] + '] ' + message + '\\n'); } catch {}
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
`,
  // Ends the extension host when the server is gone. The real one does it from a thread, so that a busy loop cannot hinder it.
  '@vscode/native-watchdog': `
exports.start = (pid) => {
  setInterval(() => { try { process.kill(pid, 0); } catch (error) { if (error.code === 'ESRCH') process.exit(87); } }, 2000).unref();
};
exports.exit = (code) => process.exit(code || 0);
`,
  // An id of the machine, for telemetry, which is off.
  '@vscode/deviceid': `
const id = require('node:crypto').randomUUID();
exports.getDeviceId = async () => id;
`,
  // The git extension copies files with it; native only on macOS.
  '@vscode/fs-copyfile': `
const fs = require('node:fs');
exports.copyFile = fs.promises.copyFile;
exports.copyFileSync = fs.copyFileSync;
exports.cp = fs.promises.cp;
exports.isCloneSupported = () => false;
exports.constants = fs.constants;
`,
};

/** The packages that `writeStandIns` provides. */
export const standInNames: readonly string[] = Object.keys(standIns);

/** Writes them into a `node_modules` folder. */
export async function writeStandIns(modules: string): Promise<void> {
  for (const [name, source] of Object.entries(standIns)) {
    const folder = join(modules, name);
    await mkdir(folder, { recursive: true });
    const manifest = { name, version: '0.0.0-standin', main: 'index.js' };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'index.js'), source.trimStart());
  }
}
