#ifndef GREET_H
#define GREET_H

#include <stddef.h>

/* Gives the words. */
void greet(char *words, size_t size, const char *name);

#endif
