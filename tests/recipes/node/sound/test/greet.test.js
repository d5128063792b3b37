'use strict';

const assert = require('node:assert');
const test = require('node:test');
const { greet } = require('../greet.js');

test('somebody is greeted', () => assert.strictEqual(greet('Ada'), 'Hello, Ada!'));
