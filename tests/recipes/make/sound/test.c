#include "greet.h"

#include <stdio.h>
#include <string.h>

int main(void)
{
    char words[64];

    greet(words, sizeof words, "Ada");
    if (strcmp(words, "Hello, Ada!") != 0) {
        printf("somebody is greeted: FAILED, it said '%s'\n", words);
        return 1;
    }

    return 0;
}
