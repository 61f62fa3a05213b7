// How the interface and the two themes are bundled. `build.mjs` runs this and adds the files the service reads.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));

/** Packages whose themes are offered; each becomes static/themes/PACKAGE/index.css. */
const THEMES = ['@jupyterlab/theme-light-extension', '@jupyterlab/theme-dark-extension'];

const styles = [
  // Font formats for browsers of the past: named in style sheets, never asked for.
  { test: /fontawesome.*\.(svg|eot)$/, type: 'asset/resource', generator: { emit: false } },
  { test: /\.raw\.css$/, type: 'asset/source' },
  { test: /\.css$/, exclude: /\.raw\.css$/, type: 'css' },
  { test: /\.svg$/, exclude: /fontawesome/, issuer: /\.css$/, type: 'asset/inline' },
  { test: /\.(png|jpg|gif|ttf|woff|woff2)$/, type: 'asset/resource', generator: { filename: 'media/[hash][ext]' } }
];

const shared = {
  mode: 'production',
  context: here,
  devtool: false,
  target: ['web', 'es2022'],
  infrastructureLogging: { level: 'warn' },
  performance: { hints: false }
};

const app = output => ({
  ...shared,
  name: 'app',
  entry: { main: './src/main.js' },
  output: {
    path: output,
    // The address of the page's script, so that one build works under every base address.
    publicPath: 'auto',
    filename: '[name].[contenthash].js',
    chunkFilename: '[contenthash].js',
    cssFilename: '[name].[contenthash].css',
    cssChunkFilename: '[contenthash].css'
  },
  module: {
    rules: [
      ...styles,
      // Icons are imported as text and drawn inline.
      { test: /\.svg$/, issuer: /\.js$/, type: 'asset/source' },
      { test: /\.md$/, type: 'asset/source' },
      // The packages import files without their extension.
      { test: /\.m?js$/, resolve: { fullySpecified: false } }
    ]
  },
  resolve: {
    // Node modules that library code names but that a browser neither has nor needs.
    fallback: { path: require.resolve('path-browserify'), url: false, util: false, buffer: false, crypto: false, fs: false }
  },
  plugins: [
    new rspack.ProvidePlugin({ process: [path.join(here, 'src', 'process.js'), 'default'] }),
    new rspack.NormalModuleReplacementPlugin(/^lib0\/error$|lib0\/error\.js$/, path.join(here, 'src', 'lib0-error.js')),
    new rspack.NormalModuleReplacementPlugin(/^\.\/error\.js$/, request => {
      if (/[\\/]lib0$/.test(request.context)) {
        request.request = path.join(here, 'src', 'lib0-error.js');
      }
    })
  ]
});

const theme = output => name => ({
  ...shared,
  name,
  entry: { index: `${name}/style/theme.css` },
  output: {
    path: path.join(output, 'themes', name),
    publicPath: '',
    cssFilename: '[name].css',
    filename: '[name].js'
  },
  module: { rules: styles }
});

/** The configurations, which write below the folder `output`. */
export const configurations = output => [app(output), ...THEMES.map(theme(output))];
