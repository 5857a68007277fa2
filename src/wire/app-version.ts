/** The version of this build, as devices name it to the server. The same as package.json's: a test holds them equal. */
export const APP_VERSION = '0.1.0';
