/** The version of the adapter, as in package.json. */
export const version = '0.1.0';
