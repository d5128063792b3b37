#include "greet.h"

#include <stdio.h>

void greet(char *words, size_t size, const char *name)
{
    snprintf(words, size, "Hello, %s!", name);
}
