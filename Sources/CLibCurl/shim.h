#pragma once
/* Types and constants only: the library itself is opened with dlopen on the first network command. */
#include <curl/curl.h>
