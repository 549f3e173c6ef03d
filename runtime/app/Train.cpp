// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Train.h"

#include "runtime/app/Numbers.h"
#include "runtime/core/Random.h"

#include <algorithm>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace kiln::runtime {

using namespace abi;

namespace {

volatile sig_atomic_t interrupted = 0;

void onSignal(int) { interrupted = 1; }

/// The first signal ends the training after its step; a second one ends the process.
void catchSignals() {
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

constexpr uint64_t kLogEvery = 10;
constexpr double kCurveSeconds = 2;
constexpr uint64_t kMostTimes = 1 << 16; // step times kept for the median

} // namespace

Status Training::run(int *out_exit) {
  KILN_TRY(bind());
  KILN_TRY(begin());
  KILN_TRY(openLog());
  catchSignals();
  KILN_TRY(loop(out_exit));
  return finish(*out_exit == kInterrupted);
}

Status Training::bind() {
  KILN_TRY(app.findEntry(arguments.entry, Mode::Train, &entry));
  KILN_TRY(batches.bind(app.package, *entry, arguments.files));
  if (arguments.epochs && !batches.hasRows())
    return error(Code::Usage, "`%s` takes no rows, so it has no epochs: use `--steps N`",
                 arguments.entry.c_str());
  evaluations.reserve(arguments.evals.size());
  for (const EvalArgument &argument : arguments.evals)
    KILN_TRY(bindEvaluation(argument));
  for (const Output &output : app.package.outputs(*entry))
    if (output.rank == 0)
      scalars.push_back(&output);
  KILN_TRY(bindUntil());
  values.resize(scalars.size());
  sums.resize(scalars.size());
  if (!arguments.save.empty()) {
    // Better to learn now than after the first epoch that the file cannot be written.
    AtomicFile probe;
    KILN_TRY(probe.open(arguments.save.c_str()));
  }
  return ok();
}

Status Training::bindEvaluation(const EvalArgument &argument) {
  Evaluation evaluation = {};
  KILN_TRY(app.findEntry(argument.entry, Mode::Infer, &evaluation.entry));
  KILN_TRY(evaluation.batches.bind(app.package, *evaluation.entry, argument.files));
  for (const Evaluation &other : evaluations)
    if (other.entry == evaluation.entry)
      return error(Code::Usage, "`--eval %s` is given twice", argument.entry.c_str());
  evaluations.push_back(std::move(evaluation));
  if (arguments.keepBest.empty())
    return ok();
  for (const Evaluation &any : evaluations)
    for (const Output &output : app.package.outputs(*any.entry))
      if (output.rank == 0 && app.package.text(output.name) == arguments.keepBest)
        return ok();
  if (evaluations.size() != arguments.evals.size())
    return ok();
  return error(Code::Usage, "no `--eval` has a scalar `%s` for `--keep-best`",
               arguments.keepBest.c_str());
}

Status Training::bindUntil() {
  if (arguments.until.empty())
    return ok();
  for (size_t i = 0; i != scalars.size(); ++i)
    if (app.package.text(scalars[i]->name) == arguments.until)
      until = i;
  if (until == SIZE_MAX)
    return error(Code::Usage, "`%s` has no scalar `%s` for `--until`", arguments.entry.c_str(),
                 arguments.until.c_str());
  return ok();
}

Status Training::begin() {
  info.seed = arguments.seed.value_or(0);
  if (!arguments.resume.empty()) {
    KILN_TRY(readCheckpointInfo(arguments.resume.c_str(), &info));
    if (arguments.seed && *arguments.seed != info.seed)
      return error(Code::Usage, "`%s` was trained with seed %u, which a resume keeps: leave out `--seed`",
                   arguments.resume.c_str(), info.seed);
  }
  KILN_TRY(app.start(info.seed));
  if (!arguments.resume.empty()) {
    KILN_TRY(resume());
  } else {
    KILN_TRY(app.load());
    TrainMark mark;
    mark.entry = arguments.entry;
    mark.batch = entry->rowSize;
    mark.shuffle = arguments.shuffle.value_or(true);
    if (!arguments.save.empty())
      mark.data = batches.marks();
    info.trains.push_back(std::move(mark));
  }
  info.extra.clear();
  firstStep = train().step;
  if (batches.hasRows() && train().shuffle) {
    KILN_TRY(MappedFile::buffer(batches.rows() * sizeof(uint32_t), &orderBuffer));
    order = reinterpret_cast<uint32_t *>(orderBuffer.writable());
  }
  uint64_t end = lastStep();
  uint64_t times = end > firstStep ? end - firstStep : 0;
  stepSeconds.reserve(std::min(times, kMostTimes));
  return ok();
}

Status Training::resume() {
  const char *path = arguments.resume.c_str();
  KILN_TRY(loadCheckpoint(path, &app.session, Take::All, nullptr, nullptr));
  TrainMark *saved = info.find(arguments.entry);
  if (!saved)
    return error(Code::Mismatch, "`%s` holds no training of `%s`", path, arguments.entry.c_str());
  mark = static_cast<size_t>(saved - info.trains.data());
  TrainMark now = *saved;
  now.batch = entry->rowSize;
  now.shuffle = arguments.shuffle.value_or(saved->shuffle);
  now.data = batches.marks();
  if (!arguments.force)
    KILN_TRY(checkResumed(now));
  *saved = std::move(now);
  // Other data, forced: a place that they do not have is the end of the epoch.
  if (batches.hasRows() && saved->row + entry->rowSize > batches.rows()) {
    saved->row = 0;
    ++saved->epoch;
  }
  if (!arguments.keepBest.empty()) {
    CheckpointInfo kept;
    std::string path = bestPath();
    FILE *exists = fopen(path.c_str(), "rb");
    if (!exists)
      return ok();
    fclose(exists);
    KILN_TRY(readCheckpointInfo(path.c_str(), &kept));
    for (const auto &[key, value] : kept.extra)
      if (key == "best." + arguments.keepBest)
        best = value;
  }
  return ok();
}

Status Training::checkResumed(const TrainMark &now) const {
  const TrainMark &saved = train();
  const char *path = arguments.resume.c_str();
  constexpr const char *kAdvice = "(`--force` continues nevertheless)";
  if (saved.batch != now.batch)
    return error(Code::Mismatch, "`%s` was trained with batches of %llu rows, and this executable takes "
                                 "%llu %s",
                 path, static_cast<unsigned long long>(saved.batch),
                 static_cast<unsigned long long>(now.batch), kAdvice);
  if (saved.shuffle != now.shuffle)
    return error(Code::Mismatch, "`%s` was trained with `%s` %s", path,
                 saved.shuffle ? "--shuffle" : "--no-shuffle", kAdvice);
  for (const DataMark &data : now.data) {
    auto old = std::find_if(saved.data.begin(), saved.data.end(),
                            [&](const DataMark &other) { return other.input == data.input; });
    if (old == saved.data.end() || old->rows != data.rows || old->crc != data.crc)
      return error(Code::Mismatch, "`%s` was trained with other data for `%s` %s", path,
                   data.input.c_str(), kAdvice);
  }
  if (saved.data.size() != now.data.size())
    return error(Code::Mismatch, "`%s` was trained with data for other inputs %s", path, kAdvice);
  return ok();
}

Status Training::openLog() {
  if (arguments.log.empty())
    return ok();
  std::vector<std::string> columns;
  for (const Output *output : scalars)
    columns.emplace_back(app.package.text(output->name));
  for (const Evaluation &evaluation : evaluations)
    for (const Output &output : app.package.outputs(*evaluation.entry))
      if (output.rank == 0)
        columns.push_back(std::string(app.package.text(evaluation.entry->name)) + "." +
                          std::string(app.package.text(output.name)));
  return log.open(arguments.log, columns, !arguments.resume.empty(), train().step);
}

bool Training::met() const {
  if (until == SIZE_MAX || train().step == firstStep)
    return false;
  bool single = scalars[until]->dtype == static_cast<uint8_t>(DType::F32);
  return values[until] == (single ? double(float(arguments.untilValue)) : arguments.untilValue);
}

bool Training::done() const {
  return met() || (arguments.steps && train().step >= *arguments.steps) ||
         (arguments.epochs && train().epoch >= *arguments.epochs);
}

uint64_t Training::lastStep() const {
  uint64_t last = arguments.steps.value_or(UINT64_MAX);
  if (arguments.epochs && *arguments.epochs > train().epoch) {
    uint64_t whole = batches.wholeBatches();
    uint64_t left = (*arguments.epochs - train().epoch) * whole - train().row / entry->rowSize;
    last = std::min(last, train().step + left);
  } else if (arguments.epochs) {
    last = std::min(last, train().step);
  }
  return last;
}

void Training::shuffle() {
  if (!order || orderEpoch == train().epoch)
    return;
  orderEpoch = train().epoch;
  shuffleRows(info.seed, orderEpoch, order, static_cast<uint32_t>(batches.rows()));
}

Status Training::loop(int *out_exit) {
  startedAt = monotonicSeconds();
  while (!done()) {
    if (interrupted) {
      *out_exit = kInterrupted;
      break;
    }
    bool epochEnds = false;
    shuffle();
    KILN_TRY(step());
    if (batches.hasRows()) {
      train().row += entry->rowSize;
      if (train().row + entry->rowSize > batches.rows()) {
        train().row = 0;
        ++train().epoch;
        epochEnds = true;
      }
    }
    if (epochEnds) {
      KILN_TRY(endEpoch());
      continue;
    }
    if (double now = monotonicSeconds(); display.isDue(now))
      progress(now);
    if (log.isOpen() && (train().step == 1 ||
                         train().step % arguments.logEvery.value_or(kLogEvery) == 0))
      KILN_TRY(logStep(false));
    if (arguments.saveEvery && train().step % *arguments.saveEvery == 0)
      KILN_TRY(save());
  }
  return ok();
}

Status Training::step() {
  double begin = monotonicSeconds();
  Prologue gather = batches.gather(&app.session, train().row, entry->rowSize, order);
  Status status = app.session.call(*entry, train().step, static_cast<int64_t>(entry->rowSize), gather);
  double end = monotonicSeconds();
  trained += end - begin;
  if (stepSeconds.size() != stepSeconds.capacity())
    stepSeconds.push_back(static_cast<float>(end - begin));
  ++train().step;
  for (size_t i = 0; i != scalars.size(); ++i) {
    values[i] = scalarAt(*scalars[i], app.session.slot(*scalars[i]));
    sums[i] += values[i];
  }
  ++summed;
  if (!status.isOk()) {
    display.clear();
    // The error of the step is the one to tell, even where the log cannot be written.
    if (log.isOpen() && logStep(false).isOk())
      (void)log.flush().isOk();
    std::string kept = savedStep == UINT64_MAX || arguments.save.empty()
                           ? "; nothing is saved"
                           : text("; `%s` is of step %llu", arguments.save.c_str(),
                                  static_cast<unsigned long long>(savedStep));
    return error(status.code(), "%s, in step %llu%s", status.message().c_str(),
                 static_cast<unsigned long long>(train().step), kept.c_str());
  }
  if (train().step == firstStep + 1)
    firstScalars = scalarTexts(false);
  return ok();
}

void Training::progress(double now) {
  ProgressState state;
  uint64_t steps = train().step - firstStep;
  uint64_t last = lastStep();
  state.step = train().step;
  state.lastStep = last == UINT64_MAX ? 0 : last;
  state.epochs = arguments.epochs.value_or(0);
  state.epoch = std::min(train().epoch + 1, std::max<uint64_t>(state.epochs, 1));
  double elapsed = now - startedAt;
  state.rowsPerSecond = trained > 0 ? double(steps * entry->rowSize) / trained : 0;
  state.secondsLeft = steps ? elapsed / double(steps) * double(last - train().step) : 0;
  state.scalars = scalarTexts(true);
  display.report(state, now);
}

std::string Training::scalarTexts(bool means) const {
  std::string result;
  for (size_t i = 0; i != scalars.size(); ++i) {
    double value = means && summed ? sums[i] / double(summed) : values[i];
    result += text("%s%s %.4g", i == 0 ? "" : "  ", app.package.c(scalars[i]->name), value);
  }
  return result;
}

Status Training::endEpoch() {
  KILN_TRY(evaluate());
  uint64_t steps = train().step - firstStep;
  std::string line = text("epoch %llu", static_cast<unsigned long long>(train().epoch));
  if (arguments.epochs)
    line += text("/%llu", static_cast<unsigned long long>(*arguments.epochs));
  line += text("  step %llu  ", static_cast<unsigned long long>(train().step)) + scalarTexts(true);
  for (const Evaluation &evaluation : evaluations)
    for (const Result &result : evaluation.results)
      if (result.isScalar)
        line += "  " + std::string(app.package.text(evaluation.entry->name)) + "." + result.name + " " +
                result.shown;
  if (entry->rowSize && trained > 0)
    line += "  " + grouped(static_cast<uint64_t>(double(steps * entry->rowSize) / trained)) + " rows/s";
  uint64_t last = lastStep();
  if (last != UINT64_MAX && last > train().step)
    line += "  " +
            duration((monotonicSeconds() - startedAt) / double(steps) * double(last - train().step)) +
            " left";
  display.line(line);
  std::fill(sums.begin(), sums.end(), 0.0);
  summed = 0;
  KILN_TRY(logStep(true));
  // The curve is drawn from the whole log: not more often than anyone looks.
  double now = monotonicSeconds();
  if (log.isOpen() && now - drawnAt > kCurveSeconds) {
    drawnAt = now;
    KILN_TRY(log.flush());
  }
  // The best first: a training that is killed between the two resumes before this epoch and finds it again.
  KILN_TRY(keepBest());
  return save();
}

Status Training::evaluate() {
  for (Evaluation &evaluation : evaluations) {
    if (evaluation.step == train().step)
      continue;
    KILN_TRY(runEntry(&app.session, *evaluation.entry, &evaluation.batches, &evaluation.results));
    evaluation.step = train().step;
  }
  return ok();
}

Status Training::logStep(bool withEvaluations) {
  if (!log.isOpen() || loggedStep == train().step)
    return ok();
  loggedStep = train().step;
  LogLine line;
  line.step = train().step;
  line.epoch = train().epoch;
  line.row = train().row;
  line.rowsPerSecond =
      trained > 0 ? double((train().step - firstStep) * entry->rowSize) / trained : 0;
  for (size_t i = 0; i != scalars.size(); ++i)
    line.scalars.push_back(scalarText(*scalars[i], values[i]));
  for (const Evaluation &evaluation : evaluations) {
    const auto outputs = app.package.outputs(*evaluation.entry);
    for (size_t i = 0; i != outputs.size(); ++i)
      if (outputs[i].rank == 0)
        line.scalars.push_back(withEvaluations && evaluation.step == train().step
                                   ? evaluation.results[i].shown
                                   : std::string());
  }
  return log.add(line, monotonicSeconds() - startedAt);
}

Status Training::save() {
  if (log.isOpen())
    KILN_TRY(log.drain());
  if (arguments.save.empty() || savedStep == train().step)
    return ok();
  KILN_TRY(saveCheckpoint(arguments.save.c_str(), app.session, info));
  savedStep = train().step;
  return ok();
}

std::string Training::bestPath() const {
  std::string path = arguments.save;
  constexpr std::string_view kEnding = ".safetensors";
  if (std::string_view(path).ends_with(kEnding))
    path.resize(path.size() - kEnding.size());
  return path + ".best.safetensors";
}

const Result *Training::bestResult() const {
  for (const Evaluation &evaluation : evaluations)
    for (const Result &result : evaluation.results)
      if (result.isScalar && result.name == arguments.keepBest)
        return &result;
  return nullptr;
}

Status Training::keepBest() {
  const Result *result = arguments.keepBest.empty() ? nullptr : bestResult();
  if (!result)
    return ok();
  double old = best.empty() ? 0 : strtod(best.c_str(), nullptr);
  bool better = best.empty() || (arguments.keepLeast ? result->value < old : result->value > old);
  if (!better)
    return ok();
  best = result->shown;
  CheckpointInfo kept = info;
  kept.extra = {{"best." + arguments.keepBest, best}};
  return saveCheckpoint(bestPath().c_str(), app.session, kept);
}

Status Training::finish(bool stopped) {
  display.clear();
  KILN_TRY(save());
  if (train().step != firstStep && !stopped) {
    bool missing = false;
    for (const Evaluation &evaluation : evaluations)
      missing |= evaluation.step != train().step;
    if (missing) {
      KILN_TRY(evaluate());
      loggedStep = UINT64_MAX;
      KILN_TRY(logStep(true));
    } else {
      KILN_TRY(logStep(false));
    }
  }
  if (log.isOpen())
    KILN_TRY(log.flush());
  printResults();
  printSummary();
  return ok();
}

Status trainCommand(App *app, int *out_exit) { return Training(app).run(out_exit); }

} // namespace kiln::runtime
