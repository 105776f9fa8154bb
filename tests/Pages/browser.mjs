// The Chromium of this machine, without a head.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const launch = () => chromium.launch({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync), args: ['--no-sandbox'],
});
