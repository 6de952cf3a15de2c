/* A driver with the interface of the standard that does what the file script.txt beside it says, for tests only.

   A line of the script: FUNCTION WHAT NUMBER HEX. The n-th call of a function takes its n-th line, the last one again and
   again. WHAT: return (NUMBER is the code, HEX the answer), or how it behaves badly. Each call is noted in calls.txt. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seen { char name[64]; int times; };
static struct seen seen[32];

static int times_of(const char *name) {
    for (int i = 0; i < 32; i++) {
        if (seen[i].name[0] == 0) strncpy(seen[i].name, name, 63);
        if (strcmp(seen[i].name, name) == 0) return ++seen[i].times;
    }
    return 1;
}

static void note(const char *name, const char *what) {
    FILE *file = fopen("calls.txt", "a");
    if (file == NULL) return;
    fprintf(file, "%s(%s)\n", name, what);
    fclose(file);
}

static int find(const char *name, char *what, long *number, char *hex) {
    char line[200000], function[64], w[64], h[140000];
    int wanted = times_of(name), found = 0;
    long n;
    FILE *file = fopen("script.txt", "r");
    if (file == NULL) return 0;
    while (found < wanted && fgets(line, sizeof line, file)) {
        h[0] = 0;
        if (sscanf(line, "%63s %63s %ld %139999s", function, w, &n, h) < 3 || strcmp(function, name) != 0) continue;
        strcpy(what, w); strcpy(hex, h); *number = n; found++;
    }
    fclose(file);
    return found;
}

static size_t fill(char *out, const char *hex) {
    size_t count = strlen(hex) / 2;
    for (size_t i = 0; i < count; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        out[i] = (char) byte;
    }
    return count;
}

static void garbage(const char *hex) {
    char bytes[70000];
    size_t count = fill(bytes, hex);
    for (int fd = 3; fd < 32; fd++) if (write(fd, bytes, count) < 0) continue;
}

static long act(const char *name, const char *arguments, char *out) {
    static char hex[140000];
    char what[64];
    long number = -13;
    note(name, arguments);
    if (!find(name, what, &number, hex)) return -13;
    if (strcmp(what, "hang") == 0) for (;;) pause();
    if (strcmp(what, "crash") == 0) raise(SIGSEGV);
    if (strcmp(what, "null") == 0) *(volatile int *) 0 = 1;
    if (strcmp(what, "exit") == 0) exit((int) number);
    if (strcmp(what, "abort") == 0) abort();
    if (strcmp(what, "garbage") == 0) { garbage(hex); number = 0; }
    if (strcmp(what, "floods") == 0) for (;;) garbage(hex);
    if (strcmp(what, "slow") == 0) { usleep((useconds_t) number * 1000); number = 0; }
    if (strcmp(what, "prints") == 0) { printf("{\"code\": 0}\n"); fflush(stdout); fprintf(stderr, "loud\n"); number = 0; }
    if (strcmp(what, "reads") == 0) { if (getchar() != EOF) return -99; number = 0; }
    if (strcmp(what, "leaves") == 0) { if (fork() == 0) for (;;) pause(); number = 0; }
    if (strcmp(what, "over") == 0) { memset(out, 'A', (size_t) number); return 0; }
    if (strcmp(what, "under") == 0) { out[-1] = 'A'; return 0; }
    if (strcmp(what, "full") == 0) { memset(out, 'A', (size_t) number); return 0; }
    size_t count = fill(out, hex);
    if (strcmp(what, "endless") == 0) { out[count] = '!'; return number; }
    out[count] = 0;
    return number;
}

static long with(const char *name, int type, const char *one, const char *two, char *out) {
    char words[2048];
    snprintf(words, sizeof words, "%d,%s,%s", type, one, two);
    return act(name, words, out);
}

long iReadCardBas(int type, char *out) { return with("iReadCardBas", type, "", "", out); }
long iReadCard(int type, int by, char *card, char *file, char *out) {
    if (by != 2) return -14;
    return with("iReadCard", type, card, file, out);
}
/* These give an int, as some makers' do where the standard says long. */
int iVerifyPIN(int type, char *out) { return (int) with("iVerifyPIN", type, "", "", out); }
int iChangePIN(int type, char *out) { return (int) with("iChangePIN", type, "", "", out); }
long iReloadPIN(int type, char *card, char *out) { return with("iReloadPIN", type, card, "", out); }
long iUnblockPIN(int type, char *card, char *out) { return with("iUnblockPIN", type, card, "", out); }
#ifndef WITHOUT_STEPS
long iReadCardBas_HSM_Step1(int type, char *out) { return with("iReadCardBas_HSM_Step1", type, "", "", out); }
long iReadCardBas_HSM_Step2(char *key, char *out) { return with("iReadCardBas_HSM_Step2", 0, key, "", out); }
long iReadCard_HSM_Step1(int type, char *card, char *file, char *out) {
    return with("iReadCard_HSM_Step1", type, card, file, out);
}
long iReadCard_HSM_Step2(char *key, char *out) { return with("iReadCard_HSM_Step2", 0, key, "", out); }
long iReloadPIN_HSM_Step1(int type, char *card, char *out) { return with("iReloadPIN_HSM_Step1", type, card, "", out); }
long iReloadPIN_HSM_Step2(char *key, char *out) { return with("iReloadPIN_HSM_Step2", 0, key, "", out); }
long iReloadPIN_HSM_Step3(char *key, char *out) { return with("iReloadPIN_HSM_Step3", 0, key, "", out); }
long iUnblockPIN_HSM_Step1(int type, char *card, char *out) { return with("iUnblockPIN_HSM_Step1", type, card, "", out); }
long iUnblockPIN_HSM_Step2(char *key, char *out) { return with("iUnblockPIN_HSM_Step2", 0, key, "", out); }
long iUnblockPIN_HSM_Step3(char *key, char *out) { return with("iUnblockPIN_HSM_Step3", 0, key, "", out); }
#endif
#ifdef CRASHES_WHEN_LOADED
__attribute__((constructor)) static void begin(void) { raise(SIGSEGV); }
#endif
#ifdef HANGS_WHEN_LOADED
__attribute__((constructor)) static void begin(void) { for (;;) pause(); }
#endif
#ifdef HANGS_WHEN_LEFT
__attribute__((destructor)) static void finish(void) { for (;;) pause(); }
#endif
