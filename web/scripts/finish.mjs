// After the build: a .gz beside each compressible file, the same bytes whenever
// and wherever it runs (no time, no name, no system in its head), and dist/BUILD, the hash
// of what was built, which web/dist_test.go holds against the tree.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = resolve(web, process.env.SIGHTLINE_WEB_DIST ?? 'dist');

/** files lists all files below a folder. */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** sources lists what the build reads; dist_test.go has the same list. */
export function sources() {
  const single = ['.npmrc', 'index.html', 'package-lock.json', 'package.json', 'tsconfig.json', 'vite.config.ts'];
  const inFolders = ['public', 'scripts', 'src'].flatMap((folder) => files(join(web, folder)));
  return [...single.map((name) => join(web, name)), ...inFolders]
    .map((file) => relative(web, file).split(sep).join('/'))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** fingerprint hashes names, lengths and bytes of the sources. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const name of sources()) {
    const bytes = readFileSync(join(web, name));
    hash.update(`${name}\n${bytes.length}\n`);
    hash.update(bytes);
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  copyFileSync(join(web, 'src/fonts/OFL.txt'), join(dist, 'fonts/OFL.txt'));
  for (const file of files(dist)) {
    if (!/\.(js|css|html|svg|txt)$/.test(file)) continue;
    const packed = gzipSync(readFileSync(file), { level: 9 });
    packed.fill(0, 4, 8); // time
    packed[9] = 255; // system: unknown
    writeFileSync(`${file}.gz`, packed);
  }
  writeFileSync(join(dist, 'BUILD'), `${fingerprint()}\n`);
}
