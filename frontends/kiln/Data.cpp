// SPDX-License-Identifier: Apache-2.0
// `x: f32[B, 2] from rings`: inputs of an entry that a `data` declaration draws. The leading axes
// are rows of their own; inputs that name different results of one declaration are one draw.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;

const ast::DataDecl *Elaborator::findData(Module *&module, const ast::Name &name) {
  auto [home, key] = module->home(name.text);
  if (!home) {
    Diagnostic &diagnostic = error(Diag::UnknownName, name.range, name.text);
    for (const auto &[other, decl] : module->decls)
      if (auto *near = llvm::dyn_cast<ast::DataDecl>(decl);
          near && llvm::StringRef(other).edit_distance(name.text, true, 2) <= 2) {
        diagnostic.label(near->name.range, "`" + other + "` is declared here").help("did you mean `" + other + "`?");
        return nullptr;
      }
    diagnostic.help("declare it: `data " + name.text + " -> x: f32[2] { … }`");
    return nullptr;
  }
  module = home;
  auto found = home->decls.find(key);
  auto *data = llvm::dyn_cast<ast::DataDecl>(found->second);
  if (!data)
    error(Diag::NotData, name.range, name.text)
        .label(found->second->range, "declared here")
        .help("`data " + name.text + " -> x: f32[2] { … }` declares data");
  return data;
}

Term Elaborator::drawInput(Module &module, const ast::Param &param, const Declared &declared) {
  Module *home = &module;
  const ast::DataDecl *data = findData(home, param.from->front());
  if (!data)
    return Term();
  const std::string &fieldName = param.from->names.size() > 1    ? param.from->names[1].text
                                 : data->result.fields.size() == 1 ? data->result.fields[0].name.text
                                                                   : param.name.text;
  Frame inside;
  inside.module = home;
  inside.train = frame->train;
  Restore<Frame *> in(frame, &inside);
  for (const ast::Param &option : data->params) {
    if (!option.defaultValue) {
      error(Diag::ArgumentMissing, param.from->range, data->name.text, option.name.text)
          .label(option.range, "declared here")
          .help("give it a value where it is declared: `" + option.name.text + " = 8`");
      return Term();
    }
    Term value = evalFresh(*option.defaultValue);
    if (value.isError())
      return value;
    inside.names[option.name.text] = {value, BindingKind::Input, option.name.range};
  }
  const Declared *field = nullptr;
  for (const ast::Field &one : data->result.fields) {
    auto type = declare(one.type);
    if (!type)
      return Term();
    if (type->like || type->hasDots) {
      error(Diag::EntryParam, one.name.range, one.name.text)
          .help("give it a dtype and all its dims");
      return Term();
    }
    inside.results[one.name.text] = *type;
    if (one.name.text == fieldName)
      field = &inside.results[one.name.text];
  }
  if (!field) {
    error(Diag::UnknownMember, param.from->range, data->name.text, fieldName)
        .label(data->result.range, "what it gives")
        .help("name one of them: `from " + data->name.text + "." +
              data->result.fields[0].name.text + "`");
    return Term();
  }
  if (declared.dims.size() < field->dims.size()) {
    error(Diag::WrongAxes, param.range, param.name.text, int64_t(field->dims.size()),
          int64_t(declared.dims.size()))
        .label(data->result.range, "what it gives")
        .help("leading axes count the draws: `f32[B, …]`");
    return Term();
  }
  llvm::ArrayRef<Dim> lead = llvm::ArrayRef(declared.dims).drop_back(field->dims.size());
  std::string key = param.from->front().text;
  int use = ++entry->dataUses[key + "." + fieldName];
  if (use > 1)
    key += "#" + std::to_string(use);
  DataDraw &drawn = entry->data[key];
  if (!drawn.done) {
    drawn.done = true;
    drawn.place = param.range;
    for (const Dim &dim : lead) {
      drawn.lead.push_back(dim);
      inside.mapped.push_back(newLabel("..", dim, param.range));
    }
    Labels rows = inside.mapped;
    path.push_back(key);
    unsigned before = diagnostics.errorCount();
    runBody(data->body);
    path.pop_back();
    if (diagnostics.errorCount() != before)
      return Term();
    for (const ast::Field &one : data->result.fields) {
      auto found = inside.names.find(one.name.text);
      if (found == inside.names.end()) {
        error(Diag::ResultMissing, one.name.range, one.name.text)
            .help("write `" + one.name.text + " = …` in the body");
        return Term();
      }
      auto tensor = conform(found->second.term, inside.results[one.name.text], one.name.range);
      if (!tensor)
        return Term();
      drawn.fields[one.name.text] = Term::of(labelsToAxes(*tensor, rows));
    }
  }
  bool equal = drawn.lead.size() == lead.size();
  for (size_t i = 0; equal && i < lead.size(); ++i)
    equal = sameDim(drawn.lead[i], lead[i]);
  if (!equal) {
    error(Diag::DataRowsDiffer, param.range, key)
        .label(drawn.place, "drawn here for other axes")
        .help("what one draw gives has the same leading axes");
    return Term();
  }
  Term term = drawn.fields[fieldName];
  if (term.isError())
    return term;
  auto tensor = conform(term, declared, param.range);
  return tensor ? Term::of(*tensor) : Term();
}
