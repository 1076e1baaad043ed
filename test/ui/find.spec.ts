import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { recordXml, workoutXml, writeExport } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings } from './real-app.ts';
