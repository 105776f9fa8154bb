// What both C++ programs of the matrix need: arguments, files, payloads.
#pragma once

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

constexpr int kMiB = 1024 * 1024;
constexpr int kReceiveLimit = 4 * kMiB;
constexpr const char* kService = "sim.interop.v1.Interop";

// --name value pairs.
inline std::map<std::string, std::string> Arguments(int argc, char** argv) {
  std::map<std::string, std::string> found;
  for (int i = 1; i + 1 < argc; i += 2) found[std::string(argv[i]).substr(2)] = argv[i + 1];
  return found;
}

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string ReadToken(const std::string& folder) {
  std::string token = ReadFile(folder + "/token");
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
  return token;
}

inline std::string Pattern(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i % 251);
  return bytes;
}
