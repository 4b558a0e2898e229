#!/usr/bin/env node
// The platform as it was found.
import { make } from './apply.mjs';

make('broken');
