'use strict';

exports.greet = name => `Hullo, ${name}!`;
