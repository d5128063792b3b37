#include "greet.h"

#include <stdio.h>

int main(void)
{
    char words[64];

    greet(words, sizeof words, "world");
    puts(words);
    return 0;
}
